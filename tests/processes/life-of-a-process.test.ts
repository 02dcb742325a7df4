import { ZMQPull } from '@zeromq-ts/pushpull';
import { describe, expect, it } from 'vitest';
import { ANY_TCP, freshIpc, freshTcp } from './endpoints.js';
import { ENGINES } from './engines.js';
import { IN_PEACE } from './line-child.js';
import { startProgram, startProgramWith } from './program.js';

const TYPES = ['REQ', 'REP', 'PUB', 'SUB', 'XPUB', 'XSUB', 'PUSH', 'PULL', 'DEALER', 'ROUTER', 'PAIR'] as const;

// Nobody listens there, and no program will.
const NOBODY = 'tcp://127.0.0.1:9';

// More than a process is late on a busy machine, and less than the default linger.
const PROMPT_MS = 20_000;

const NO_LIMIT = '{ "sendHighWaterMark": 0 }';

// libzmq stops reading at the high-water mark; when the peer then leaves, it takes the end of an ipc connection for an
// error, and drops what it has not read (libzmq issue 4660). Over tcp it does not notice the end before it reads on.
const NEVER_FULL = '{ "receiveHighWaterMark": 0 }';

/** Who sends, to whom, how much, and with which options. A REQ may send once. */
const DELIVERIES = [
  ['PUSH', 'PULL', 20_000, '{}'],
  ['DEALER', 'ROUTER', 20_000, '{}'],
  ['PAIR', 'PAIR', 20_000, '{}'],
  ['REQ', 'REP', 1, '{}'],
  ['ROUTER', 'DEALER', 20_000, NO_LIMIT],
  ['PUB', 'SUB', 20_000, NO_LIMIT],
  ['XPUB', 'SUB', 20_000, NO_LIMIT],
] as const;

/** Those that keep for later what nobody is there for. */
const PATIENT = DELIVERIES.slice(0, 4);

describe.each(ENGINES)('a process that never closes its sockets, on %s,', (engine) => {
  describe.each(DELIVERIES)('delivers what its %s has sent to a %s, and exits', (from, to, count, options) => {
    it('when it is bound', async () => {
      const sender = startProgram(engine, 'sender', from, 'bind', ANY_TCP, count, options);
      const taker = startProgram(engine, 'taker', to, 'connect', await sender.said('READY'), count);
      await sender.said('DONE');
      expect(await sender.ended).toEqual(IN_PEACE);
      expect(await taker.said('TAKEN')).toBe(String(count));
      expect(await taker.ended).toEqual(IN_PEACE);
    });

    it('when it has connected', async () => {
      const taker = startProgram(engine, 'taker', to, 'bind', ANY_TCP, count);
      const endpoint = await taker.said('READY');
      const sender = startProgram(engine, 'sender', from, 'connect', endpoint, count, options);
      await sender.said('DONE');
      expect(await sender.ended).toEqual(IN_PEACE);
      expect(await taker.said('TAKEN')).toBe(String(count));
      expect(await taker.ended).toEqual(IN_PEACE);
    });
  });

  describe.each(PATIENT)('delivers what its %s has sent', (from, to, count) => {
    it(`to a ${to} that comes later, over tcp`, async () => {
      const endpoint = await freshTcp();
      const sender = startProgram(engine, 'sender', from, 'connect', endpoint, count, '{ "reconnectInterval": 20 }');
      await sender.said('DONE');
      const taker = startProgram(engine, 'taker', to, 'bind', endpoint, count);
      await taker.said('READY');
      expect(await taker.said('TAKEN')).toBe(String(count));
      expect(await sender.ended).toEqual(IN_PEACE);
    });

    it(`to a ${to} that comes later, over ipc`, async () => {
      const endpoint = freshIpc();
      const sender = startProgram(engine, 'sender', from, 'connect', endpoint, count, '{ "reconnectInterval": 20 }');
      await sender.said('DONE');
      const taker = startProgram(engine, 'taker', to, 'bind', endpoint, count, NEVER_FULL);
      await taker.said('READY');
      expect(await taker.said('TAKEN')).toBe(String(count));
      expect(await sender.ended).toEqual(IN_PEACE);
    });

    it('to nobody, but only until its linger time is over', async () => {
      const sender = startProgram(engine, 'sender', from, 'connect', NOBODY, 1, '{ "linger": 500 }');
      await sender.said('DONE');
      const begun = performance.now();
      expect(await sender.ended).toEqual(IN_PEACE);
      const taken = performance.now() - begun;
      expect(taken).toBeGreaterThan(400);
      expect(taken).toBeLessThan(PROMPT_MS);
    });
  });

  it.each(['PUSH', 'DEALER', 'PAIR'])(
    'keeps what its %s has sent beyond the mark for nobody, but only until its linger time is over',
    async (type) => {
      const options = '{ "linger": 500, "sendHighWaterMark": 10 }';
      // The process ends by itself, not because the garbage collector finds the socket after a while.
      const flags = ['--no-memory-reducer'];
      const sender = startProgramWith(flags, engine, 'sender', type, 'connect', NOBODY, 3000, options);
      await sender.said('DONE');
      const begun = performance.now();
      expect(await sender.ended).toEqual(IN_PEACE);
      const taken = performance.now() - begun;
      expect(taken).toBeGreaterThan(400);
      expect(taken).toBeLessThan(PROMPT_MS);
    },
  );

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

  it.each(['leave', 'destroy-a-stream'])('ends when an iteration is left while it waits: %s', async (way) => {
    const waiting = startProgram(engine, 'waiting', way, ANY_TCP);
    await waiting.said('READY');
    expect(await waiting.said('OVER')).toBe('true');
    expect(await waiting.ended).toEqual(IN_PEACE);
  });

  it('is not needed: close resolves after linger when nobody is there, and the process exits', async () => {
    const closing = startProgram(engine, 'close', NOBODY, 200);
    await closing.said('CLOSED');
    expect(await closing.ended).toEqual(IN_PEACE);
  });

  it.each(['now', 'closing'])('ends at once, whatever linger is, with process.exit(): %s', async (when) => {
    const exiting = startProgram(engine, 'exit', NOBODY, 3, when);
    const begun = performance.now();
    expect(await exiting.ended).toEqual({ code: 3, signal: null });
    expect(performance.now() - begun).toBeLessThan(PROMPT_MS);
  });

  it('does not wait for a peer that never reads, once everything is with the system', async () => {
    const pull = new ZMQPull(undefined, { receiveHighWaterMark: 1 });
    const endpoint = await pull.bind(ANY_TCP);
    const sender = startProgram(engine, 'sender', 'PUSH', 'connect', endpoint, 100, '{ "linger": 60000 }');
    await sender.said('DONE');
    const begun = performance.now();
    expect(await sender.ended).toEqual(IN_PEACE);
    expect(performance.now() - begun).toBeLessThan(PROMPT_MS);
    // None of it is lost by that.
    for (let number = 0; number < 100; number++) expect((await pull.receive()).text()).toBe(String(number));
    await pull.close();
  });

  it('goes on when close gives up sends that it does not wait for', async () => {
    const closing = startProgram(engine, 'close', NOBODY, 200, 3000);
    await closing.said('CLOSED');
    expect(await closing.ended).toEqual(IN_PEACE);
  });
});

describe('a process that ends with messages that nobody has taken', () => {
  it('says how many it waits for, once', async () => {
    const program = startProgram('zmtp', 'exit-listener', 3, 200);
    expect([await program.nextLine(), await program.nextLine()]).toEqual(['WAITING 3', 'DONE']);
    expect(await program.ended).toEqual(IN_PEACE);
  });

  it('says nothing when there is none', async () => {
    const program = startProgram('zmtp', 'exit-listener', 0, 200);
    expect(await program.nextLine()).toBe('DONE');
    expect(await program.ended).toEqual(IN_PEACE);
  });
});
