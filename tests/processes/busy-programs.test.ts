import type { Message } from '@zeromq-ts/core';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it } from 'vitest';
import { ANY_TCP, freshIpc } from './endpoints.js';
import { ENGINES } from './engines.js';
import { startProgram } from './program.js';

/** Milliseconds of work between two calls, and how often. */
const LOADS = {
  tcp: [
    [0.05, 4000],
    [1, 200],
    [5, 80],
    [20, 40],
  ],
  // What is particular to ipc is how much the system takes at once.
  ipc: [[1, 200]],
} as const;

const TRANSPORTS = ['tcp', 'ipc'] as const;

/** Who sends, and who hears it. */
const SENDERS = {
  PUSH: ZMQPull,
  PUB: ZMQSubscriber,
  XPUB: ZMQSubscriber,
  DEALER: ZMQDealer,
  ROUTER: ZMQDealer,
  PAIR: ZMQPair,
} as const;

interface Other {
  bind(endpoint: string): Promise<string>;
  close(): Promise<void>;
  receive(): Promise<Message>;
  stats(): { readonly queuedIncoming?: number | undefined };
}

const now = (): number => performance.timeOrigin + performance.now();

/**
 * How late messages are that a program has sent, until it is over: how often it has called again before the receiver looked
 * last and did not find it. A receiver that gets no time of the processor does not look, so what other processes compute
 * meanwhile makes nothing late.
 */
async function lateness(socket: Other, over: Promise<unknown>): Promise<number[]> {
  const called: number[] = [];
  const looks: { readonly at: number; readonly read: number }[] = [];
  let turn = now();
  // Between two timers, the event loop reads what had come before the first of them.
  const looking = setInterval(() => {
    if (socket.stats().queuedIncoming === 0) looks.push({ at: turn, read: called.length });
    turn = now();
  }, 1);
  const receiving = (async () => {
    for (;;) {
      const message = await socket.receive();
      called.push(Number(message.text(message.length - 1)));
    }
  })().catch(() => {});
  await over;
  clearInterval(looking);
  await socket.close();
  await receiving;
  let calls = 0;
  let look = 0;
  const late = called.map((_, index) => {
    while ((looks[look + 1]?.read ?? Infinity) <= index) look++;
    const { at, read } = looks[look] ?? { at: 0, read: Infinity };
    if (read > index) return 0;
    while (calls < called.length && (called[calls] ?? 0) < at) calls++;
    return Math.max(0, calls - index - 1);
  });
  return late.sort((a, b) => a - b);
}

/**
 * A fifth of the messages arrive within a few units of work. A program that lets messages wait does so for a hundred units
 * or more, and misses this by far; on a busy machine the other messages may be late because another process computes.
 */
function expectPrompt(late: readonly number[], unit: number, units: number): void {
  expect(late.length).toBeGreaterThan(units / 2);
  // As many units as fit into 10 ms, in which the thread that writes may have no turn.
  expect(late[Math.floor(late.length / 5)]).toBeLessThan(4 + 10 / unit);
}

/** Half of what a timer of a millisecond can do, which a unit of work holds up once. */
function fewTicks(unit: number, units: number): number {
  return (units * Math.min(unit, 1)) / 2;
}

describe.each(ENGINES)('a program that computes between its calls, on %s,', (engine) => {
  describe.each(TRANSPORTS)('over %s', (transport) => {
    const address = (): string => (transport === 'tcp' ? ANY_TCP : freshIpc());

    const loads = LOADS[transport];
    const types = Object.keys(SENDERS) as (keyof typeof SENDERS)[];

    it.each(loads.flatMap(([unit, units]) => types.map((type) => [type, unit, units] as const)))(
      'sends each message of a %s at once and lets timers run: %s ms, %i times',
      async (type, unit, units) => {
        const Class = SENDERS[type as 'DEALER'];
        const other = type === 'ROUTER' ? new Class(undefined, { routingId: 'other' }) : new Class();
        if (other instanceof ZMQSubscriber) other.subscribe('');
        const program = startProgram(engine, 'busy', type, await other.bind(address()), unit, units);
        const ticks = program.said('TICKS');
        expectPrompt(await lateness(other, ticks), unit, units);
        expect(Number(await ticks)).toBeGreaterThan(fewTicks(unit, units));
      },
    );

    it.each(loads)(
      'answers each request of a REP at once and lets timers run: %s ms, %i times',
      async (unit, units) => {
        const other = new ZMQDealer();
        const program = startProgram(engine, 'busy', 'REP', await other.bind(address()), unit, units);
        for (let index = 0; index < units; index++) void other.send(['', 'request']);
        const ticks = program.said('TICKS');
        expectPrompt(await lateness(other, ticks), unit, units);
        expect(Number(await ticks)).toBeGreaterThan(fewTicks(unit, units));
      },
    );

    it.each(loads)('lets timers run in a PULL that only receives: %s ms, %i times', async (unit, units) => {
      const other = new ZMQPush();
      const program = startProgram(engine, 'busy', 'PULL', await other.bind(address()), unit, units);
      for (let index = 0; index < units; index++) void other.send('task');
      expect(Number(await program.said('TICKS'))).toBeGreaterThan(fewTicks(unit, units));
      await other.close();
    });
  });

  it.each(['sync', 'try'])('without any await, sends what was sent before the work: %s', async (way) => {
    const pull = new ZMQPull();
    const program = startProgram(engine, 'busy', 'PUSH', await pull.bind(ANY_TCP), 20, 40, way);
    expectPrompt(await lateness(pull, program.said('TICKS')), 20, 40);
  });
});
