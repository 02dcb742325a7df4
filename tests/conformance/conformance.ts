import { describe, expect, it } from 'vitest';
import type { Exception, Pair } from './subject.js';
import { exceptionsOf } from './subject.js';
import { Suite } from './suite.js';
import { badEndpoints } from './suites/bad-endpoints.js';
import { badMessages } from './suites/bad-messages.js';
import { badOptions } from './suites/bad-options.js';
import { binding } from './suites/binding.js';
import { busyHandlers } from './suites/busy-handlers.js';
import { changingOptions } from './suites/changing-options.js';
import { closing } from './suites/closing.js';
import { connecting } from './suites/connecting.js';
import { constructing } from './suites/constructing.js';
import { contexts } from './suites/contexts.js';
import { dealerRouter } from './suites/dealer-router.js';
import { events } from './suites/events.js';
import { heartbeats } from './suites/heartbeats.js';
import { frames } from './suites/frames.js';
import { highWaterMarks } from './suites/high-water-marks.js';
import { immediateAndConflate } from './suites/immediate-and-conflate.js';
import { limitedSends } from './suites/limited-sends.js';
import { leavingAnIteration } from './suites/leaving-an-iteration.js';
import { leavingPeers } from './suites/leaving-peers.js';
import { members } from './suites/members.js';
import { messageSizes } from './suites/message-sizes.js';
import { message } from './suites/message.js';
import { pair as pairGroup } from './suites/pair.js';
import { pubSub } from './suites/pub-sub.js';
import { pushPull } from './suites/push-pull.js';
import { readiness } from './suites/readiness.js';
import { receiving } from './suites/receiving.js';
import { reconnecting } from './suites/reconnecting.js';
import { replyEnvelopes } from './suites/reply-envelopes.js';
import { reqRep } from './suites/req-rep.js';
import { request } from './suites/request.js';
import { routerOptions } from './suites/router-options.js';
import { security } from './suites/security.js';
import { sending } from './suites/sending.js';
import { silentPeers } from './suites/silent-peers.js';
import { socketPairs } from './suites/socket-pairs.js';
import { statistics } from './suites/statistics.js';
import { subscribed } from './suites/subscribed.js';
import { waitingSends } from './suites/waiting-sends.js';
import { wholeMessages } from './suites/whole-messages.js';
import { xpubXsub } from './suites/xpub-xsub.js';

/** The behaviour groups, in the order of the contract. */
const GROUPS: Readonly<Record<string, (suite: Suite) => void>> = {
  members,
  constructing,
  binding,
  connecting,
  reconnecting,
  'socket pairs': socketPairs,
  readiness,
  sending,
  receiving,
  'leaving an iteration': leavingAnIteration,
  'busy handlers': busyHandlers,
  message,
  heartbeats,
  'high-water marks': highWaterMarks,
  'waiting sends': waitingSends,
  'limited sends': limitedSends,
  'immediate and conflate': immediateAndConflate,
  closing,
  'leaving peers': leavingPeers,
  contexts,
  'REQ and REP': reqRep,
  'reply envelopes': replyEnvelopes,
  request,
  'DEALER and ROUTER': dealerRouter,
  'ROUTER options': routerOptions,
  'PUB and SUB': pubSub,
  subscribed,
  'XPUB and XSUB': xpubXsub,
  'PUSH and PULL': pushPull,
  PAIR: pairGroup,
  events,
  security,
  'silent peers': silentPeers,
  statistics,
  'bad messages': badMessages,
  'whole messages': wholeMessages,
  'message sizes': messageSizes,
  frames,
  'bad endpoints': badEndpoints,
  'bad options': badOptions,
  'changing options': changingOptions,
};

/**
 * Everything that the public contract promises, as tests of one pair of engines: one binds, the other connects.
 *
 * Numbers in the titles are those of the protocol checklist: RFC requirements (RR, PB, PI, EX, SO, E, T) and what
 * users of libzmq rely on (B).
 */
export function conformance(pair: Pair): void {
  const used = new Set<Exception>();
  const name =
    pair.binder === pair.connecter ? pair.binder.name : `${pair.binder.name} binds, ${pair.connecter.name} connects`;
  describe(name, () => {
    for (const [group, register] of Object.entries(GROUPS)) {
      describe(group, () => {
        const suite = new Suite(pair, group, used);
        register(suite);
        if (suite.empty) it.skip(`has tests for other transports than ${suite.transports.join(', ')} alone`);
      });
    }
    it('every exception is about a test that there is', () => {
      expect(exceptionsOf(pair).filter((exception) => !used.has(exception))).toEqual([]);
    });
  });
}
