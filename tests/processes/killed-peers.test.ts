import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { describe, expect, it } from 'vitest';
import { ANY_TCP, freshIpc } from './endpoints.js';
import { ENGINES } from './engines.js';
import type { Ending } from './line-child.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

const KILLED: Ending = { code: null, signal: 'SIGKILL' };

const TRANSPORTS = [
  ['tcp', () => ANY_TCP],
  ['ipc', freshIpc],
] as const;

describe.each(ENGINES)('killed and restarted on %s', (engine) => {
  describe.each(TRANSPORTS)('over %s', (_transport, anywhere) => {
    it('REP: requests with retries get every answer', async () => {
      let server = startProgram(engine, 'reply-server', anywhere());
      const endpoint = await server.said('READY');
      const client = startProgram(engine, 'patient-client', endpoint, 3000, 500);
      for (const answered of [500, 1000]) {
        expect(await client.said('ANSWERED')).toBe(String(answered));
        expect(await server.kill()).toEqual(KILLED);
        server = startProgram(engine, 'reply-server', endpoint);
        await server.said('READY');
      }
      for (const answered of [1500, 2000, 2500, 3000]) expect(await client.said('ANSWERED')).toBe(String(answered));
      expect(await client.ended).toEqual(IN_PEACE);
    });

    it('ROUTER: a DEALER that repeats itself gets everything back', async () => {
      let router = startProgram(engine, 'plain-router', anywhere());
      const endpoint = await router.said('READY');
      const dealer = startProgram(engine, 'patient-dealer', endpoint, 3000, 500);
      for (const returned of [500, 1000]) {
        expect(await dealer.said('RETURNED')).toBe(String(returned));
        expect(await router.kill()).toEqual(KILLED);
        router = startProgram(engine, 'plain-router', endpoint);
        await router.said('READY');
      }
      for (const returned of [1500, 2000, 2500, 3000]) expect(await dealer.said('RETURNED')).toBe(String(returned));
      expect(await dealer.ended).toEqual(IN_PEACE);
    });

    it('PUB: a SUB finds the next one and subscribes again', async () => {
      const first = startProgram(engine, 'broadcast', anywhere(), 'first');
      const endpoint = await first.said('READY');
      const listener = startProgram(engine, 'listener', endpoint);
      expect(await listener.said('HEARD')).toBe('news first');
      expect(await first.kill()).toEqual(KILLED);
      const second = startProgram(engine, 'broadcast', endpoint, 'second');
      await second.said('READY');
      expect(await listener.said('HEARD')).toBe('news second');
    });

    it('SUB: a PUB goes on for the others, which miss nothing', async () => {
      const count = 50_000;
      const publisher = startProgram(engine, 'publisher', anywhere(), count, 2);
      const endpoint = await publisher.said('READY');
      const stays = startProgram(engine, 'subscriber', endpoint, count, 0);
      const dies = startProgram(engine, 'subscriber', endpoint, count, 1, 1000);
      await dies.said('REACHED');
      expect(await dies.kill()).toEqual(KILLED);
      expect(await stays.said('RECEIVED')).toBe(String(count));
      expect(await publisher.ended).toEqual(IN_PEACE);
    });

    it('SUB that is full: a PUB with noDrop, which waits for it, goes on for the others', async () => {
      const publisher = startProgram(engine, 'no-drop-publisher', anywhere(), 100);
      const endpoint = await publisher.said('READY');
      const reads = new ZMQSubscriber(endpoint, ['number', 'here.reads']);
      const stalls = startProgram(engine, 'stalled-subscriber', endpoint);
      await stalls.said('CONNECTED');
      let received = 0;
      const reading = (async () => {
        for await (const message of reads) {
          received++;
          if (message.text(1) === 'end') return;
        }
      })();
      await publisher.said('FULL');
      expect(await stalls.kill()).toEqual(KILLED);
      await publisher.said('DONE');
      await reading;
      expect(received).toBeGreaterThan(100);
      expect(await publisher.ended).toEqual(IN_PEACE);
      await reads.close();
    });

    it('PULL that was bound: a PUSH waits for it and loses nothing that it sends from then on', async () => {
      const first = startProgram(engine, 'ledger', anywhere());
      const endpoint = await first.said('READY');
      const push = startProgram(engine, 'steady-push', 'connect', endpoint, 1);
      await first.said('NEW');
      await first.said('BOOKED');
      expect(await first.kill()).toEqual(KILLED);
      const safe = Number(await push.said('LOST'));

      const second = startProgram(engine, 'ledger', endpoint);
      await second.said('READY');
      await second.said('NEW');
      await second.said('BOOKED');
      push.write('stop');
      const sent = Number(await push.said('SENT'));
      second.write(`${safe} ${sent}`);
      const { push: received } = JSON.parse(await second.saidAfter('BOOKED', 'COMPLETE')) as { push: number };
      expect(received).toBeGreaterThanOrEqual(sent - safe);
      push.endInput();
      expect(await push.ended).toEqual(IN_PEACE);
    });

    // Skipped: open defect of the engine libzmq, over ipc a PUSH sometimes does not wake for the next PULL.
    it('PULL that connected: a PUSH goes on with the others and with the next one', async () => {
      const ledger = startProgram(engine, 'ledger', anywhere());
      const sink = await ledger.said('READY');
      const push = startProgram(engine, 'steady-push', 'bind', anywhere(), 2);
      const source = await push.said('READY');
      startProgram(engine, 'worker', source, sink, 'stays');
      const dies = startProgram(engine, 'worker', source, sink, 'dies');
      const names = [await ledger.said('NEW'), await ledger.saidAfter('BOOKED', 'NEW')];
      expect(names.sort()).toEqual(['dies', 'stays']);
      await ledger.said('BOOKED');
      expect(await dies.kill()).toEqual(KILLED);
      const safe = Number(await push.said('LOST'));

      startProgram(engine, 'worker', source, sink, 'comes');
      expect(await ledger.saidAfter('BOOKED', 'NEW')).toBe('comes');
      push.write('stop');
      const sent = Number(await push.said('SENT'));
      ledger.write(`${safe} ${sent}`);
      await ledger.saidAfter('BOOKED', 'COMPLETE');
      push.endInput();
      expect(await push.ended).toEqual(IN_PEACE);
    });
  });
});
