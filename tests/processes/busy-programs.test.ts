import type { Message } from '@zeromq-ts/core';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it } from 'vitest';
import { ANY_TCP, freshIpc } from './endpoints.js';
import { ENGINES } from './engines.js';
import { startProgram } from './program.js';

/** Milliseconds of work between two calls, and how often. */
const LOADS = [
  [1, 200],
  [20, 40],
] as const;

const TRANSPORTS = ['tcp', 'ipc'] as const;

interface Other {
  bind(endpoint: string): Promise<string>;
  close(): Promise<void>;
  receive(): Promise<Message>;
}

/** How late messages are that a program has sent, in milliseconds, until it is over. */
async function lateness(socket: Other, over: Promise<unknown>): Promise<number[]> {
  const late: number[] = [];
  const receiving = (async () => {
    for (;;) {
      const message = await socket.receive();
      late.push(performance.timeOrigin + performance.now() - Number(message.text(message.length - 1)));
    }
  })().catch(() => {});
  await over;
  await socket.close();
  await receiving;
  return late.sort((a, b) => a - b);
}

/**
 * A fifth of the messages arrive within a few units of work. A program that lets messages wait does so for a hundred units
 * or more, and misses this by far; on a busy machine the other messages may be late because another process computes.
 */
function expectPrompt(late: readonly number[], unit: number, units: number): void {
  expect(late.length).toBeGreaterThan(units / 2);
  expect(late[Math.floor(late.length / 5)]).toBeLessThan(4 * unit + 10);
}

describe.each(ENGINES)('a program that computes between its calls, on %s,', (engine) => {
  describe.each(TRANSPORTS)('over %s', (transport) => {
    const address = (): string => (transport === 'tcp' ? ANY_TCP : freshIpc());

    it.each(LOADS.flatMap(([unit, units]) => (['PUSH', 'PUB', 'DEALER'] as const).map((type) => [type, unit, units])))(
      'sends each message of a %s at once and lets timers run: %i ms, %i times',
      async (type, unit, units) => {
        const Class = { PUSH: ZMQPull, PUB: ZMQSubscriber, DEALER: ZMQDealer }[type as 'PUSH'];
        const other = new Class();
        if (other instanceof ZMQSubscriber) other.subscribe('');
        const program = startProgram(engine, 'busy', type, await other.bind(address()), unit, units);
        const ticks = program.said('TICKS');
        expectPrompt(await lateness(other, ticks), Number(unit), Number(units));
        expect(Number(await ticks)).toBeGreaterThan(Number(units) / 2);
      },
    );

    it.each(LOADS)(
      'answers each request of a REP at once and lets timers run: %i ms, %i times',
      async (unit, units) => {
        const other = new ZMQDealer();
        const program = startProgram(engine, 'busy', 'REP', await other.bind(address()), unit, units);
        for (let index = 0; index < units; index++) void other.send(['', 'request']);
        const ticks = program.said('TICKS');
        expectPrompt(await lateness(other, ticks), unit, units);
        expect(Number(await ticks)).toBeGreaterThan(units / 2);
      },
    );

    it.each(LOADS)('lets timers run in a PULL that only receives: %i ms, %i times', async (unit, units) => {
      const other = new ZMQPush();
      const program = startProgram(engine, 'busy', 'PULL', await other.bind(address()), unit, units);
      for (let index = 0; index < units; index++) void other.send('task');
      expect(Number(await program.said('TICKS'))).toBeGreaterThan(units / 2);
      await other.close();
    });
  });

  it.each(['sync', 'try'])('without any await, sends what was sent before the work: %s', async (way) => {
    const pull = new ZMQPull();
    const program = startProgram(engine, 'busy', 'PUSH', await pull.bind(ANY_TCP), 20, 40, way);
    expectPrompt(await lateness(pull, program.said('TICKS')), 20, 40);
  });
});
