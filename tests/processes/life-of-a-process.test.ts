import { describe, expect, it } from 'vitest';
import { ANY_TCP, freshIpc } from './endpoints.js';
import { ENGINES } from './engines.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

const TYPES = ['REQ', 'REP', 'PUB', 'SUB', 'XPUB', 'XSUB', 'PUSH', 'PULL', 'DEALER', 'ROUTER', 'PAIR'] as const;

// Nobody listens there, and no program will.
const NOBODY = 'tcp://127.0.0.1:9';

// More than a process is late on a busy machine, and less than the default linger.
const PROMPT_MS = 10_000;

/** Each sender, with whom it sends to and how much; REQ may send once. */
const DELIVERIES = [
  { from: 'PUSH', to: 'PULL', count: 20_000 },
  { from: 'DEALER', to: 'ROUTER', count: 20_000 },
  { from: 'PAIR', to: 'PAIR', count: 20_000 },
  { from: 'REQ', to: 'REP', count: 1 },
  { from: 'ROUTER', to: 'DEALER', count: 20_000, options: { sendHighWaterMark: 0 } },
  { from: 'PUB', to: 'SUB', count: 20_000, options: { sendHighWaterMark: 0 } },
  { from: 'XPUB', to: 'SUB', count: 20_000, options: { sendHighWaterMark: 0 } },
];

describe.each(ENGINES)('a process that never closes its sockets, on %s,', (engine) => {
  describe.each(DELIVERIES)(
    'delivers what its $from has sent to a $to, and exits',
    ({ from, to, count, options = {} }) => {
      it('when it is bound', async () => {
        const sender = startProgram(engine, 'sender', from, 'bind', ANY_TCP, count, JSON.stringify(options));
        const taker = startProgram(engine, 'taker', to, 'connect', await sender.said('READY'), count);
        await sender.said('DONE');
        expect(await sender.ended).toEqual(IN_PEACE);
        expect(await taker.said('TAKEN')).toBe(String(count));
        expect(await taker.ended).toEqual(IN_PEACE);
      });

      it('when it has connected', async () => {
        const taker = startProgram(engine, 'taker', to, 'bind', ANY_TCP, count);
        const endpoint = await taker.said('READY');
        const sender = startProgram(engine, 'sender', from, 'connect', endpoint, count, JSON.stringify(options));
        await sender.said('DONE');
        expect(await sender.ended).toEqual(IN_PEACE);
        expect(await taker.said('TAKEN')).toBe(String(count));
        expect(await taker.ended).toEqual(IN_PEACE);
      });
    },
  );

  const patient = DELIVERIES.filter(({ from }) => ['PUSH', 'DEALER', 'PAIR', 'REQ'].includes(from));

  it.skip('delivers what its PUSH has sent to a PULL that comes later — skipped: open defect, the last messages stay', () => {});

  const steady = patient.filter(({ from }) => from !== 'PUSH');

  it.each(steady)('delivers what its $from has sent to a $to that comes later', async ({ from, to, count }) => {
    const endpoint = freshIpc();
    const sender = startProgram(engine, 'sender', from, 'connect', endpoint, count, '{ "reconnectInterval": 20 }');
    await sender.said('DONE');
    const taker = startProgram(engine, 'taker', to, 'bind', endpoint, count);
    await taker.said('READY');
    expect(await taker.said('TAKEN')).toBe(String(count));
    expect(await sender.ended).toEqual(IN_PEACE);
  });

  it.each(patient)('gives up what its $from has sent to nobody after its linger time', async ({ from }) => {
    const sender = startProgram(engine, 'sender', from, 'connect', NOBODY, 1, '{ "linger": 500 }');
    await sender.said('DONE');
    const begun = performance.now();
    expect(await sender.ended).toEqual(IN_PEACE);
    const taken = performance.now() - begun;
    expect(taken).toBeGreaterThan(400);
    expect(taken).toBeLessThan(PROMPT_MS);
  });

  it('does not wait at all for a peer when linger is 0', async () => {
    const sender = startProgram(engine, 'sender', 'PUSH', 'connect', NOBODY, 1, '{ "linger": 0 }');
    await sender.said('DONE');
    const begun = performance.now();
    expect(await sender.ended).toEqual(IN_PEACE);
    expect(performance.now() - begun).toBeLessThan(PROMPT_MS);
  });

  describe('exits when nothing is pending:', () => {
    it.each(TYPES)('%s, bound', async (type) => {
      const idle = startProgram(engine, 'idle', type, 'bind', ANY_TCP);
      await idle.said('IDLE');
      const begun = performance.now();
      expect(await idle.ended).toEqual(IN_PEACE);
      expect(performance.now() - begun).toBeLessThan(PROMPT_MS);
    });

    it.each(TYPES)('%s, connected to nobody', async (type) => {
      const idle = startProgram(engine, 'idle', type, 'connect', NOBODY);
      await idle.said('IDLE');
      const begun = performance.now();
      expect(await idle.ended).toEqual(IN_PEACE);
      expect(performance.now() - begun).toBeLessThan(PROMPT_MS);
    });
  });

  describe('stays while something is pending:', () => {
    it.each(['receive', 'iterate', 'connected'])('%s, until a peer comes and sends', async (way) => {
      const waiting = startProgram(engine, 'waiting', way, ANY_TCP);
      const endpoint = await waiting.said('READY');
      startProgram(engine, 'sender', 'PUSH', 'connect', endpoint, 1);
      await waiting.said('OVER');
      expect(await waiting.ended).toEqual(IN_PEACE);
    });

    it('send, until there is somebody to send to', async () => {
      const waiting = startProgram(engine, 'waiting', 'send', ANY_TCP);
      const endpoint = await waiting.said('READY');
      const taker = startProgram(engine, 'waiting', 'receive', `>${endpoint}`);
      await taker.said('READY');
      expect(await waiting.said('OVER')).toBe('true');
      expect(await waiting.ended).toEqual(IN_PEACE);
      expect(await taker.said('OVER')).toBe('late');
      expect(await taker.ended).toEqual(IN_PEACE);
    });

    it('subscribed, until somebody subscribes', async () => {
      const waiting = startProgram(engine, 'waiting', 'subscribed', ANY_TCP);
      startProgram(engine, 'taker', 'SUB', 'connect', await waiting.said('READY'), 1);
      await waiting.said('OVER');
      expect(await waiting.ended).toEqual(IN_PEACE);
    });

    it('a receive with a timeout, until that is over', async () => {
      const waiting = startProgram(engine, 'waiting', 'receive-briefly', ANY_TCP);
      await waiting.said('READY');
      const begun = performance.now();
      expect(await waiting.said('OVER')).toBe('EAGAIN');
      expect(performance.now() - begun).toBeGreaterThan(200);
      expect(await waiting.ended).toEqual(IN_PEACE);
    });
  });

  it('is not needed: close resolves after linger when nobody is there, and the process exits', async () => {
    const closing = startProgram(engine, 'close', NOBODY, 200);
    await closing.said('CLOSED');
    expect(await closing.ended).toEqual(IN_PEACE);
  });
});
