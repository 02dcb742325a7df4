import { describe, expect, it } from 'vitest';
import { Suite } from './suite.js';
import { badEndpoints } from './suites/bad-endpoints.js';
import { badMessages } from './suites/bad-messages.js';
import { badOptions } from './suites/bad-options.js';
import { bindingAtOnce } from './suites/binding-at-once.js';
import { binding } from './suites/binding.js';
import { busyHandlers } from './suites/busy-handlers.js';
import { changingOptions } from './suites/changing-options.js';
import { closing } from './suites/closing.js';
import { connecting } from './suites/connecting.js';
import { constructing } from './suites/constructing.js';
import { contexts } from './suites/contexts.js';
import { copiedFrames } from './suites/copied-frames.js';
import { dealerRouter } from './suites/dealer-router.js';
import { events } from './suites/events.js';
import { heartbeats } from './suites/heartbeats.js';
import { draining } from './suites/draining.js';
import { frames } from './suites/frames.js';
import { highWaterMarks } from './suites/high-water-marks.js';
import { immediateAndConflate } from './suites/immediate-and-conflate.js';
import { limitedSends } from './suites/limited-sends.js';
import { leavingAnIteration } from './suites/leaving-an-iteration.js';
import { gonePeers } from './suites/gone-peers.js';
import { leavingPeers } from './suites/leaving-peers.js';
import { members } from './suites/members.js';
import { messageSizes } from './suites/message-sizes.js';
import { message } from './suites/message.js';
import { noPeer } from './suites/no-peer.js';
import { pair as pairGroup } from './suites/pair.js';
import { peers } from './suites/peers.js';
import { pubSub } from './suites/pub-sub.js';
import { pushPull } from './suites/push-pull.js';
import { readableAndWritable } from './suites/readable-and-writable.js';
import { readiness } from './suites/readiness.js';
import { receiving } from './suites/receiving.js';
import { reconnecting } from './suites/reconnecting.js';
import { replyEnvelopes } from './suites/reply-envelopes.js';
import { reqRep } from './suites/req-rep.js';
import { request } from './suites/request.js';
import { routerOptions } from './suites/router-options.js';
import { security } from './suites/security.js';
import { sending } from './suites/sending.js';
import { severalSockets } from './suites/several-sockets.js';
import { silentPeers } from './suites/silent-peers.js';
import { socketPairs } from './suites/socket-pairs.js';
import { statistics } from './suites/statistics.js';
import { subscribed } from './suites/subscribed.js';
import { waitingSends } from './suites/waiting-sends.js';
import { wholeMessages } from './suites/whole-messages.js';
import { whyItTimedOut } from './suites/why-it-timed-out.js';
import { xpubXsub } from './suites/xpub-xsub.js';
import type { TestedEngine } from './tested-engine.js';
import { exceptionsOf } from './tested-engine.js';
import type { Exception, TestedTransport } from './transports.js';

/** The behaviour groups, in the order of the contract. */
const GROUPS = {
  members,
  constructing,
  binding,
  'binding at once': bindingAtOnce,
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
  'copied frames': copiedFrames,
  'readable and writable': readableAndWritable,
  'immediate and conflate': immediateAndConflate,
  closing,
  draining,
  'leaving peers': leavingPeers,
  'gone peers': gonePeers,
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
  'why it timed out': whyItTimedOut,
  'silent peers': silentPeers,
  'no peer': noPeer,
  'several sockets': severalSockets,
  statistics,
  peers,
  'bad messages': badMessages,
  'whole messages': wholeMessages,
  'message sizes': messageSizes,
  frames,
  'bad endpoints': badEndpoints,
  'bad options': badOptions,
  'changing options': changingOptions,
} satisfies Readonly<Record<string, (suite: Suite) => void>>;

export type GroupName = keyof typeof GROUPS;

/** What the suite is run on, and how much of it. */
export interface ConformanceOptions {
  /** The engine of both sides. */
  readonly engine?: TestedEngine | undefined;
  /** The engine that binds, where two are paired. Default `engine`. */
  readonly binder?: TestedEngine | undefined;
  /** The engine that connects. Default `engine`. */
  readonly connecter?: TestedEngine | undefined;
  /** The transports to run over. Default: those that the engines have in common. */
  readonly transports?: readonly TestedTransport[] | undefined;
  /** The behaviour groups to run. Default all. */
  readonly groups?: readonly GroupName[] | undefined;
}

/**
 * Registers tests of everything that the public contract promises, for one engine or a pair of them: one binds, the other
 * connects.
 *
 * Numbers in the titles are those of the protocol checklist: RFC requirements (RR, PB, PI, EX, SO, E, T) and what
 * users of libzmq rely on (B).
 */
export function conformance(options: ConformanceOptions): void {
  const { engine, transports, groups } = options;
  const binder = withTransports(options.binder ?? engine, transports);
  const connecter =
    (options.binder ?? engine) === (options.connecter ?? engine)
      ? binder
      : withTransports(options.connecter ?? engine, transports);
  const pair = { binder, connecter };
  const exceptions = exceptionsOf(pair);
  const used = new Set<Exception>();
  describe(binder === connecter ? binder.name : `${binder.name} binds, ${connecter.name} connects`, () => {
    for (const [group, register] of Object.entries(GROUPS)) {
      if (groups !== undefined && !groups.includes(group as GroupName)) continue;
      describe(group, () => {
        const suite = new Suite(pair, group, used, exceptions);
        register(suite);
        const protocols = suite.transports.map(({ protocol }) => protocol).join(', ');
        if (suite.empty) it.skip(`has tests for other transports than ${protocols} alone`);
      });
    }
    it.runIf(groups === undefined)('every exception is about a test that there is', () => {
      expect(exceptions.filter((exception) => !used.has(exception))).toEqual([]);
    });
  });
}

function withTransports(
  engine: TestedEngine | undefined,
  transports: readonly TestedTransport[] | undefined,
): TestedEngine {
  if (engine === undefined) throw new TypeError('conformance: give it an engine, or a binder and a connecter.');
  return transports === undefined ? engine : { ...engine, transports };
}
