import { merge, poll } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { inTime } from '../waiting.js';

const UNIT_MS = 5;
const UNITS = 40;

/**
 * The units that may share a turn with others: how slow work is can only be told when some of it is done. On most paths
 * none do, on the slowest to notice five of forty.
 */
const MAX_SHARED = 8;

let ticks = 0;
/** The ticks before which units have run. */
const worked = new Set<number>();

/** A program that computes between two calls, and does not wait for anything else. */
function work(): void {
  const end = performance.now() + UNIT_MS;
  while (performance.now() < end);
  worked.add(ticks);
}

/**
 * In how many turns of the event loop units of work were done while something ran, where a turn lasts until a timer has
 * fired. A timer of a millisecond is due after each unit, so that the number does not depend on how fast the machine is.
 */
async function turnsOfWork(run: () => Promise<unknown>): Promise<number> {
  worked.clear();
  const ticking = setInterval(() => ticks++, 1);
  try {
    await run();
  } finally {
    clearInterval(ticking);
  }
  return worked.size;
}

type Pull = Sockets['PULL'];
type Push = Sockets['PUSH'];

async function* receivedAfter(ready: (pull: Pull) => Promise<unknown>, pull: Pull): AsyncGenerator {
  for (;;) {
    await ready(pull);
    const message = pull.tryReceive();
    if (message !== undefined) yield message;
  }
}

/** How else messages are received than by `receive` and iterating. */
const RECEIVING: readonly [how: string, receive: (pull: Pull) => AsyncIterable<unknown>][] = [
  ['merge', (pull) => merge(pull)],
  ['poll and tryReceive', (pull) => receivedAfter((each) => poll([each]), pull)],
  ['poll with timeout 0 and tryReceive', (pull) => receivedAfter((each) => poll([each], { timeout: 0 }), pull)],
  ['whenReadable and tryReceive', (pull) => receivedAfter((each) => each.whenReadable(), pull)],
];

/** What a program may await before each `trySend`. */
const SENDING: readonly [how: string, room: (push: Push) => Promise<unknown>][] = [
  ['whenWritable', (push) => push.whenWritable()],
  ['poll', (push) => poll([{ socket: push, send: true }])],
  ['connected', (push) => push.connected()],
];

const ABORTED = AbortSignal.abort();

interface Idle {
  readonly pull: Pull;
  readonly push: Push;
  readonly closed: Pull;
}

/** Calls that settle without waiting for anything. A program may make them again in a loop, whatever becomes of them. */
const SETTLED_AT_ONCE: readonly [how: string, call: (sockets: Idle) => Promise<unknown>][] = [
  ['receiving from a closed socket', ({ closed }) => closed.receive()],
  ['iterating over a closed socket', ({ closed }) => closed[Symbol.asyncIterator]().next()],
  ['waiting for messages of a closed socket', ({ closed }) => closed.whenReadable()],
  ['waiting for peers of a closed socket', ({ closed }) => closed.connected()],
  ['binding a closed socket', ({ closed }) => closed.bind('inproc://closed')],
  ['closing a closed socket', ({ closed }) => closed.close()],
  ['receiving with an aborted signal', ({ pull }) => pull.receive({ signal: ABORTED })],
  ['sending with an aborted signal', ({ push }) => push.send('x', { signal: ABORTED })],
  ['polling with an aborted signal', ({ pull }) => poll([pull], { signal: ABORTED })],
  ['sending what is no message', ({ push }) => push.send(7 as never)],
  ['receiving with a wrong option', ({ pull }) => pull.receive({ timeout: -1 })],
  ['asking whether peers are there', ({ push }) => push.connected({ timeout: 0 })],
  ['binding to what is no endpoint', ({ pull }) => pull.bind('nowhere')],
  ['unbinding what is not bound', ({ pull }) => pull.unbind('inproc://not-bound')],
];

/** Programs that compute between their calls, and what else has to happen in their process. */
export function busyHandlers(suite: Suite): void {
  suite.overTransports('a handler in a for await loop lets timers run after each message', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const turns = await turnsOfWork(async () => {
      for (let index = 0; index < UNITS; index++) void push.send('x');
      let count = 0;
      for await (const _ of pull) {
        work();
        if (++count === UNITS) break;
      }
    });
    expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
  });

  for (const [how, receive] of RECEIVING) {
    suite.overTransports(`a loop around ${how} lets timers run after each message`, async (scope) => {
      const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
      await scope.join(pull, push);
      for (let index = 0; index < UNITS; index++) void push.send('x');
      const turns = await turnsOfWork(async () => {
        let count = 0;
        for await (const _ of receive(pull)) {
          work();
          if (++count === UNITS) break;
        }
      });
      expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
    });
  }

  for (const [how, room] of SENDING) {
    suite.overTransports(`a loop around ${how} and trySend lets timers run after each message`, async (scope) => {
      const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
      await scope.join(pull, push);
      const turns = await turnsOfWork(async () => {
        for (let index = 0; index < UNITS; index++) {
          await room(push);
          push.trySend('x');
          work();
        }
      });
      expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
    });
  }

  suite.overTransports('work between sends lets timers run after each of them', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const turns = await turnsOfWork(async () => {
      for (let index = 0; index < UNITS; index++) {
        await push.send('x');
        work();
      }
    });
    expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
  });

  suite.overTransports('work between receiving and answering lets timers run after each request', async (scope) => {
    const [reply, dealer] = [scope.binding('REP'), scope.connecting('DEALER')];
    await scope.join(reply, dealer);
    const turns = await turnsOfWork(async () => {
      for (let index = 0; index < UNITS; index++) void dealer.send(['', `${index}`]);
      let count = 0;
      for await (const request of reply) {
        work();
        await reply.send(request);
        if (++count === UNITS) break;
      }
    });
    expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
  });

  for (const [type, peerType] of [
    ['PUSH', 'PULL'],
    ['DEALER', 'DEALER'],
    ['PUB', 'SUB'],
  ] as const) {
    suite.overTransports(`many sends of a ${type} called at once do not work all in one turn`, async (scope) => {
      const [peer, sender] = [scope.binding(peerType), scope.connecting(type)];
      await scope.join(peer, sender);
      const turns = await turnsOfWork(() =>
        Promise.all(Array.from({ length: UNITS }, () => sender.send('x').then(work))),
      );
      expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
    });

    suite.overTransports(`many loops that send with a ${type} and work do not do so in one turn`, async (scope) => {
      const [peer, sender] = [scope.binding(peerType), scope.connecting(type)];
      await scope.join(peer, sender);
      const loop = async (): Promise<void> => {
        for (let round = 0; round < 4; round++) {
          await sender.send('x');
          work();
        }
      };
      const turns = await turnsOfWork(() => Promise.all(Array.from({ length: UNITS / 4 }, loop)));
      expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
    });
  }

  suite.overTransports('many receives that wait at one socket do not work all in one turn', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const turns = await turnsOfWork(async () => {
      const workers = Array.from({ length: UNITS }, () => pull.receive().then(work));
      for (let index = 0; index < UNITS; index++) void push.send('x');
      await Promise.all(workers);
    });
    expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
  });

  suite.overTransports('many receives called while messages are there do not work all in one turn', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    for (let index = 0; index < 2 * UNITS; index++) await push.send('x');
    await pull.receive();
    const turns = await turnsOfWork(async () => {
      await Promise.all(Array.from({ length: UNITS }, () => pull.receive().then(work)));
      const next = pull[Symbol.asyncIterator]();
      await Promise.all(Array.from({ length: UNITS - 1 }, () => next.next().then(work)));
    });
    expect(turns).toBeGreaterThanOrEqual(2 * UNITS - MAX_SHARED);
  });

  suite.overTransports('many sockets that receive at once do not work all in one turn', async (scope) => {
    const pairs = Array.from({ length: UNITS / 2 }, () => [scope.binding('PULL'), scope.connecting('PUSH')] as const);
    for (const [pull, push] of pairs) await scope.join(pull, push);
    const turns = await turnsOfWork(async () => {
      for (let round = 0; round < 2; round++) {
        const working = pairs.map(([pull]) => pull.receive().then(work));
        for (const [, push] of pairs) void push.send('x');
        await Promise.all(working);
      }
    });
    expect(turns).toBeGreaterThanOrEqual(UNITS - MAX_SHARED);
  });

  suite.overTransports('work that begins after many fast calls lets timers run after each unit', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const rounds = 4;
    for (let index = 0; index < rounds * 2 * UNITS; index++) void push.send('x');
    const turns = await turnsOfWork(async () => {
      for (let round = 0; round < rounds; round++) {
        for (let index = 0; index < UNITS; index++) await pull.receive();
        for (let index = 0; index < UNITS; index++) {
          await pull.receive();
          work();
        }
      }
    });
    // The first change may be noticed after sixteen units.
    expect(turns).toBeGreaterThanOrEqual(rounds * UNITS - 16 - MAX_SHARED);
  });

  suite.overTransports('two sockets whose handlers work take turns with timers and with each other', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(pull, push);
    await scope.join(left, right);
    const order: string[] = [];
    const handle = async (name: string, socket: typeof pull | typeof right): Promise<void> => {
      for await (const _ of socket) {
        work();
        order.push(name);
        if (order.filter((each) => each === name).length === UNITS) return;
      }
    };
    const turns = await turnsOfWork(async () => {
      for (let index = 0; index < UNITS; index++) {
        void push.send('x');
        void left.send('x');
      }
      await Promise.all([handle('PULL', pull), handle('PAIR', right)]);
    });
    expect(turns).toBeGreaterThanOrEqual(2 * UNITS - MAX_SHARED);
    // Neither is far ahead of the other when one of them is done.
    const first = order[2 * UNITS - 1] === 'PULL' ? 'PAIR' : 'PULL';
    const other = order.slice(0, order.lastIndexOf(first)).filter((each) => each !== first);
    expect(other.length).toBeGreaterThan(UNITS / 2);
  });

  suite.overTransports('asking again and again without waiting lets the event loop turn', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const over = AbortSignal.timeout(20);
    const polling = (async () => {
      while (!over.aborted) await pull.receive({ timeout: 0 }).catch(() => {});
    })();
    await inTime('the end of polling', polling);
  });

  for (const [how, call] of SETTLED_AT_ONCE) {
    suite.it(`${how} again and again lets the event loop turn`, async (scope) => {
      const sockets = { pull: scope.binding('PULL'), push: scope.connecting('PUSH'), closed: scope.binding('PULL') };
      await sockets.closed.close();
      const fired = { turns: 0 };
      const counting = setInterval(() => fired.turns++, 1);
      // Bounded by calls, not by a timer, which would never fire.
      for (let left = 200_000; left > 0 && fired.turns < 3; left--) await call(sockets).catch(() => {});
      clearInterval(counting);
      expect(fired.turns).toBeGreaterThanOrEqual(3);
    });
  }

  suite.overTransports(
    'sending again and again lets the event loop turn, also where failures are handled',
    async (scope) => {
      const [peer, pub] = [scope.binding('SUB', { topics: ['y'] }), scope.connecting('PUB')];
      await scope.join(peer, pub);
      const over = AbortSignal.timeout(20);
      const sending = [1, 2].map(async () => {
        while (!over.aborted) await pub.send('x').catch(() => false);
      });
      await inTime('the end of sending', Promise.all(sending));
    },
  );

  suite.overTransports('trying to send again and again without waiting ends when there is room', async (scope) => {
    const limits = { sendHighWaterMark: 1, receiveHighWaterMark: 1 };
    const push = scope.connecting('PUSH', { ...limits, sendTimeout: 0 });
    const pull = scope.binding('PULL', limits);
    let sent = false;
    const trying = (async () => {
      while (!sent) sent = await push.send('x').catch(() => false);
    })();
    await scope.join(pull, push);
    await inTime('the end of trying', trying);
  });
}
