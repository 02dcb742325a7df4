import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, expectRefusal, expectSilence, receiveTexts } from '../waiting.js';

/** REQ and REP seen from a ROUTER and a DEALER: envelopes, request ids, replies that do not fit. */
export function replyEnvelopes(suite: Suite): void {
  suite.overTransports('RR-01 a request is an empty delimiter and the data', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { routingId: 'req' })];
    await scope.join(router, req);
    await req.send(['a', 'b']);
    expect(await receiveTexts(router)).toEqual(['req', '', 'a', 'b']);
    await router.send(['req', '', 'answer', '']);
    expect(await receiveTexts(req)).toEqual(['answer', '']);
  });

  suite.overTransports(
    'RR-07 RR-10 a REP keeps the envelope, of any number of frames, for its reply',
    async (scope) => {
      const [rep, dealer] = [scope.binding('REP'), scope.connecting('DEALER')];
      await scope.join(rep, dealer);
      for (const envelope of [[], ['one'], ['one', 'two', 'three']]) {
        await dealer.send([...envelope, '', 'body', '', 'more']);
        expect(await receiveTexts(rep)).toEqual(['body', '', 'more']);
        await rep.send('answer');
        expect(await receiveTexts(dealer)).toEqual([...envelope, '', 'answer']);
      }
    },
  );

  suite.overTransports('RR-09 B-074 a REP skips a request without delimiter and stays usable', async (scope) => {
    const [rep, dealer] = [scope.binding('REP'), scope.connecting('DEALER')];
    await scope.join(rep, dealer);
    await dealer.send('no delimiter');
    await dealer.send(['none', 'here', 'either']);
    await dealer.send(['', 'good']);
    expect(await receiveTexts(rep)).toEqual(['good']);
    await rep.send('answer');
    expect(await receiveTexts(dealer)).toEqual(['', 'answer']);
  });

  suite.overTransports('RR-06 a REQ does not take a reply without delimiter', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { routingId: 'req' })];
    await scope.join(router, req);
    await req.send('q');
    await receiveTexts(router);
    await router.send(['req', 'no delimiter']);
    await expectSilence(req);
    expect(await req.send('still waiting')).toBe(false);
  });

  suite.overTransports('RR-05 a REQ does not take a reply of a peer that it did not ask', async (scope) => {
    const asked = scope.connecting('ROUTER');
    const other = scope.connecting('ROUTER');
    const req = scope.binding('REQ', { routingId: 'req', probeRouter: true });
    await scope.join(req, asked, other);
    // The probes tell both who is there.
    expect(await receiveTexts(asked)).toEqual(['req', '']);
    expect(await receiveTexts(other)).toEqual(['req', '']);
    await req.send('q');
    const [gotIt, gotNot] = await Promise.race([
      asked.receive({ timeout: EVENT_TIMEOUT_MS }).then(() => [asked, other] as const),
      other.receive({ timeout: EVENT_TIMEOUT_MS }).then(() => [other, asked] as const),
    ]);
    await gotNot.send(['req', '', 'wrong']);
    await expectSilence(req);
    await gotIt.send(['req', '', 'right']);
    expect(await receiveTexts(req)).toEqual(['right']);
  });

  suite.overTransports('B-065 with correlate, a request begins with an id of 4 octets', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { correlate: true })];
    await scope.join(router, req);
    await req.send('q');
    const message = await router.receive();
    expect(message.frames.map((frame) => frame.byteLength)).toEqual([5, 4, 0, 1]);
    await router.send([message.frame(0), message.frame(1), '', 'answer']);
    expect(await receiveTexts(req)).toEqual(['answer']);
  });

  suite.overTransports('B-065 with correlate, a reply with another id is dropped', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { correlate: true })];
    await scope.join(router, req);
    await req.send('q');
    const message = await router.receive();
    const wrong = Uint8Array.from(message.frame(1), (octet) => octet ^ 255);
    await router.send([message.frame(0), wrong, '', 'wrong']);
    await router.send([message.frame(0), message.frame(1), '', 'right']);
    expect(await receiveTexts(req)).toEqual(['right']);
  });

  suite.overTransports('B-065 a REP answers a request with an id like any other', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ', { correlate: true })];
    await scope.join(rep, req);
    for (const body of ['1', '2', '3']) {
      await req.send(body);
      expect(await receiveTexts(rep)).toEqual([body]);
      await rep.send(`re ${body}`);
      expect(await receiveTexts(req)).toEqual([`re ${body}`]);
    }
  });

  suite.overTransports('B-070 with probeRouter, a ROUTER learns of a REQ before its first request', async (scope) => {
    const [router, req] = [scope.binding('ROUTER'), scope.connecting('REQ', { probeRouter: true, routingId: 'req' })];
    await scope.join(router, req);
    expect(await receiveTexts(router)).toEqual(['req', '']);
    await expectRefusal(req.receive(), 'EFSM');
    await req.send('q');
    expect(await receiveTexts(router)).toEqual(['req', '', 'q']);
  });
}
