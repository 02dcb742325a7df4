import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, inTime, nextEvent, receiveTexts } from '../waiting.js';

/** REQ and REP (RFC 28): who gets what, and the strict order. */
export function reqRep(suite: Suite): void {
  suite.overWirings('RR-01 requests are answered, of one frame and of several', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.attach(rep, req);
    for (const frames of [['hello'], ['a', '', 'c'], ['']]) {
      expect(await req.send(frames)).toBe(true);
      expect(await receiveTexts(rep)).toEqual(frames);
      expect(await rep.send(['re', ...frames])).toBe(true);
      expect(await receiveTexts(req)).toEqual(['re', ...frames]);
    }
  });

  suite.overTransports('RR-02 a second send before the reply is ignored, and not on the wire', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    await req.send('first');
    const ignored = nextEvent(req, 'ignored');
    expect(await req.send('second')).toBe(false);
    expect((await ignored).reason).toMatch(/repl/);
    expect(req.trySend('third')).toBe(false);
    expect(req.stats().ignored).toBe(2);
    expect(await receiveTexts(rep)).toEqual(['first']);
    await rep.send('answer');
    expect(await receiveTexts(req)).toEqual(['answer']);
    await req.send('fourth');
    expect(await receiveTexts(rep)).toEqual(['fourth']);
  });

  suite.it(
    'RR-02 a REQ that has sent nothing refuses to receive with EFSM, and says what it expects',
    async (scope) => {
      const req = scope.connecting('REQ');
      await expectRefusal(req.receive(), 'EFSM', /send/);
      await expectRefusal(() => req.tryReceive(), 'EFSM');
    },
  );

  suite.overTransports('RR-02 after its reply a REQ refuses to receive another one', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    await req.send('q');
    await rep.receive();
    await rep.send('a');
    await req.receive();
    await expectRefusal(req.receive(), 'EFSM');
  });

  suite.overWirings(
    'with waitForTurn, requests and replies are sent and received when it is their turn',
    async (scope) => {
      const [rep, req] = [scope.binding('REP', { waitForTurn: true }), scope.connecting('REQ', { waitForTurn: true })];
      const requests = ['a', 'b', 'c'].map((text) => req.send(text));
      const replies = [receiveTexts(req), receiveTexts(req), receiveTexts(req)];
      const answered = ['1', '2', '3'].map((text) => rep.send(text));
      const asked = [receiveTexts(rep), receiveTexts(rep), receiveTexts(rep)];
      await scope.attach(rep, req);
      expect(await Promise.all(asked)).toEqual([['a'], ['b'], ['c']]);
      expect(await Promise.all(replies)).toEqual([['1'], ['2'], ['3']]);
      expect(await Promise.all([...requests, ...answered])).toEqual(Array.from({ length: 6 }, () => true));
      expect([req.stats().ignored, rep.stats().ignored]).toEqual([0, 0]);
    },
  );

  suite.it('RR-07 a REP that owes nothing ignores a send, says so, and stays usable', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    const ignored = nextEvent(rep, 'ignored');
    expect(await rep.send('unasked')).toBe(false);
    expect((await ignored).reason).not.toBe('');
    expect(rep.trySend('unasked')).toBe(false);
    await req.send('q');
    expect(await receiveTexts(rep)).toEqual(['q']);
    await rep.send('a');
    expect(await rep.send('again')).toBe(false);
    expect(await receiveTexts(req)).toEqual(['a']);
    expect(rep.stats().ignored).toBe(3);
  });

  suite.overTransports('RR-07 a REP that owes a reply refuses to receive with EFSM', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    await req.send('q');
    await receiveTexts(rep);
    await expectRefusal(rep.receive(), 'EFSM', /send/);
    await expectRefusal(() => rep.tryReceive(), 'EFSM');
    await rep.send('a');
    expect(await receiveTexts(req)).toEqual(['a']);
  });

  suite.overTransports(
    'RR-07 two receives of a REP get two requests, the second after the first reply',
    async (scope) => {
      const rep = scope.binding('REP');
      const [one, other] = [scope.connecting('REQ'), scope.connecting('REQ')];
      await scope.join(rep, one, other);
      const receives = [rep.receive(), rep.receive()] as const;
      let second = false;
      void receives[1].then(() => (second = true));
      await one.send('1');
      await other.send('2');
      const first = (await receives[0]).text();
      expect(second).toBe(false);
      await rep.send(`re ${first}`);
      const then = (await receives[1]).text();
      await rep.send(`re ${then}`);
      expect([first, then].toSorted()).toEqual(['1', '2']);
      expect(await receiveTexts(one)).toEqual(['re 1']);
      expect(await receiveTexts(other)).toEqual(['re 2']);
    },
  );

  suite.overTransports('RR-03 a REQ asks its peers in turn, one request each', async (scope) => {
    const req = scope.binding('REQ');
    const reps = [1, 2, 3].map(() => scope.connecting('REP'));
    await scope.join(req, ...reps);
    for (const rep of reps) {
      void (async () => {
        for await (const message of rep) await rep.send([`${reps.indexOf(rep)}`, message.text()]);
      })();
    }
    const turns: string[] = [];
    for (let index = 0; index < 9; index++) {
      await req.send(`${index}`);
      const [who = '', what] = await receiveTexts(req);
      expect(what).toBe(`${index}`);
      turns.push(who);
    }
    expect(new Set(turns.slice(0, 3)).size).toBe(3);
    expect(turns.slice(3, 6)).toEqual(turns.slice(0, 3));
    expect(turns.slice(6, 9)).toEqual(turns.slice(0, 3));
  });

  suite.overTransports('RR-07 RR-08 a REP answers many requesters, each gets its own reply', async (scope) => {
    const rep = scope.binding('REP');
    const reqs = Array.from({ length: 5 }, () => scope.connecting('REQ'));
    await scope.join(rep, ...reqs);
    for (const [index, req] of reqs.entries()) await req.send(`${index}`);
    const asked: string[] = [];
    for (let count = 0; count < reqs.length; count++) {
      const [body = ''] = await receiveTexts(rep);
      asked.push(body);
      await rep.send(`re ${body}`);
    }
    expect(asked.toSorted()).toEqual(['0', '1', '2', '3', '4']);
    for (const [index, req] of reqs.entries()) expect(await receiveTexts(req)).toEqual([`re ${index}`]);
  });

  suite.overTransports('RR-04 a REQ without a peer waits to send; nothing is lost', async (scope) => {
    const req = scope.binding('REQ');
    const endpoint = await req.bind(await scope.endpoint());
    const sending = req.send('patient');
    const rep = scope.connecting('REP', {}, `>${endpoint}`);
    expect(await receiveTexts(rep)).toEqual(['patient']);
    expect(await sending).toBe(true);
    await rep.send('a');
    expect(await receiveTexts(req)).toEqual(['a']);
  });

  suite.overTransports('RR-04 a send that timed out does not count: the next one is in order', async (scope) => {
    const req = scope.binding('REQ', { sendTimeout: 30 });
    await expectRefusal(req.send('lost'), 'EAGAIN');
    await expectRefusal(req.receive(), 'EFSM');
    const rep = scope.connecting('REP');
    await scope.join(req, rep);
    expect(await req.send('kept')).toBe(true);
    expect(await receiveTexts(rep)).toEqual(['kept']);
  });

  suite.it('a receive that waits behind a send that fails rejects with EFSM', async (scope) => {
    const req = scope.binding('REQ', { sendTimeout: 30 });
    const sending = expectRefusal(req.send('lost'), 'EAGAIN');
    await expectRefusal(req.receive(), 'EFSM');
    await sending;
  });

  suite.overTransports('a REQ whose receive timed out gets the reply by the next one', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    await req.send('q');
    await expectRefusal(req.receive({ timeout: 20 }), 'EAGAIN');
    await rep.receive();
    await rep.send('late');
    expect(await receiveTexts(req)).toEqual(['late']);
  });

  suite.overTransports(
    'RR-08 B-073 the reply to a requester that has gone is dropped, and the REP goes on',
    async (scope) => {
      const rep = scope.binding('REP');
      const [gone, stays] = [scope.connecting('REQ'), scope.connecting('REQ')];
      await scope.join(rep, gone, stays);
      await gone.send('from the gone');
      expect(await receiveTexts(rep)).toEqual(['from the gone']);
      await gone.close({ linger: 0 });
      await eventually('it has gone', () => rep.stats().peers === 1);
      expect(await inTime('the reply to nobody', rep.send('to nobody'))).toBe(true);
      await stays.send('from the other');
      expect(await receiveTexts(rep)).toEqual(['from the other']);
      await rep.send('to the other');
      expect(await receiveTexts(stays)).toEqual(['to the other']);
    },
  );

  suite.overTransports('B-066 with relaxed, a REQ may send again without a reply', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ', { relaxed: true, correlate: true })];
    await scope.join(rep, req);
    expect(await req.send('first')).toBe(true);
    expect(await receiveTexts(rep)).toEqual(['first']);
    expect(await req.send('second')).toBe(true);
    await rep.send('re first');
    expect(await receiveTexts(rep)).toEqual(['second']);
    await rep.send('re second');
    expect(await receiveTexts(req)).toEqual(['re second']);
  });

  suite.overNetworks('B-066 with relaxed, the death of the replier frees a REQ', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('REP', {}, endpoint);
    const req = scope.connecting('REQ', { relaxed: true, correlate: true }, endpoint);
    await req.send('lost');
    await first.receive();
    await first.close();
    await eventually('it has gone', () => req.stats().peers === 0);
    const second = scope.binding('REP', {}, endpoint);
    await req.connected({ timeout: EVENT_TIMEOUT_MS });
    // libzmq may still have the connection that has ended: what is sent there is lost, and is sent again.
    for (let tries = 1; ; tries++) {
      expect(await req.send('again')).toBe(true);
      try {
        expect(await receiveTexts(second, 1_000)).toEqual(['again']);
        break;
      } catch (error) {
        if (tries === 15) throw error;
      }
    }
    await second.send('found');
    expect(await receiveTexts(req)).toEqual(['found']);
  });

  suite.overTransports('a thousand round trips in a row', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    void (async () => {
      for await (const message of rep) await rep.send(message);
    })();
    for (let index = 0; index < 1000; index++) {
      await req.send(`${index}`);
      expect((await req.receive()).text()).toBe(`${index}`);
    }
    await expectRefusal(req.receive(), 'EFSM');
  });
}
