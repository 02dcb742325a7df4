import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { drain, eventually, failure, receiveTexts } from '../waiting.js';

/** Makes the buffer of a view belong to another thread, as `postMessage(view, [view.buffer])` does. */
function detach<T extends Uint8Array>(view: T): T {
  structuredClone(view, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}

/** A buffer that can change its size: the types of Node 20 do not have it yet. */
const resizable = (size: number, maxByteLength: number): ArrayBuffer & { resize(size: number): void } =>
  Reflect.construct(ArrayBuffer, [size, { maxByteLength }]) as never;

function shrunk(): Uint8Array {
  const buffer = resizable(100, 100);
  const view = new Uint8Array(buffer, 50, 50);
  buffer.resize(10);
  return view;
}

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(46);

/** What looks like bytes, and has none that anybody could read. */
const UNREADABLE: readonly (readonly [what: string, make: () => unknown])[] = [
  ['a view whose buffer was detached', () => detach(bytes(100))],
  ['a Buffer whose memory was detached', () => detach(Buffer.from(bytes(100_000).buffer))],
  ['an ArrayBuffer that was detached', () => detach(bytes(100)).buffer],
  ['a view on more than its buffer was shrunk to', shrunk],
  ['a Proxy of a view', () => new Proxy(bytes(3), {})],
  ['an object with the prototype of a view', () => Object.create(Uint8Array.prototype)],
];

/** A message arrives whole or not at all, and what becomes of one says nothing of the next. */
export function wholeMessages(suite: Suite): void {
  for (const [what, make] of UNREADABLE) {
    suite.overTransports(
      `${what} is refused with the message that it is in, and the next one is whole`,
      async (scope) => {
        const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
        await scope.join(push, pull);
        for (const message of [['header', make()], make(), [make(), 'tail']]) {
          expect(await failure(push.send(message as never))).toBeInstanceOf(TypeError);
          expect(await failure(() => push.trySend(message as never))).toBeInstanceOf(TypeError);
        }
        await push.send(['next', 'one']);
        expect(await receiveTexts(pull)).toEqual(['next', 'one']);
        expect(push.stats()).toMatchObject({ messagesSent: 1, waitingSends: 0 });
      },
    );
  }

  suite.overTransports('a REQ and a REP go on after a frame that nobody can read', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    expect(await failure(req.send(['a', detach(bytes(5))]))).toBeInstanceOf(TypeError);
    await req.send(['a', 'question']);
    expect(await receiveTexts(rep)).toEqual(['a', 'question']);
    expect(await failure(rep.send(['an', detach(bytes(5))]))).toBeInstanceOf(TypeError);
    await rep.send(['an', 'answer']);
    expect(await receiveTexts(req)).toEqual(['an', 'answer']);
  });

  for (const size of [10, 1_000, 100_000]) {
    const frames = `of ${size} bytes`;

    suite.overTransports(
      `a send that waits is refused when its buffer ${frames} is detached meanwhile`,
      async (scope) => {
        const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
        const endpoint = await push.bind(await scope.endpoint());
        // The first may be in the hands of the engine by now, as it was.
        const first = push.send('first');
        const [early, late] = [bytes(size), bytes(size)];
        const doomed = [push.send(['head', early, 'tail']), push.send(late)];
        const last = push.send('last');
        detach(early);
        detach(late);
        const errors = Promise.all(doomed.map((sending) => failure(sending)));
        pull.connect(endpoint);
        expect([await receiveTexts(pull), await receiveTexts(pull)]).toEqual([['first'], ['last']]);
        for (const error of await errors) expect(error).toBeInstanceOf(TypeError);
        expect(await Promise.all([first, last])).toEqual([true, true]);
      },
    );

    suite.overTransports(
      `the only send that waits is whole or refused when its buffer ${frames} is detached`,
      async (scope) => {
        const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
        const endpoint = await push.bind(await scope.endpoint());
        const lone = bytes(size);
        const sending = push.send(['head', lone]).then(
          () => 'sent',
          (error: Error) => error.name,
        );
        detach(lone);
        const next = push.send('next');
        pull.connect(endpoint);
        await next;
        const received = (await drain(pull)).map((text) => text.replaceAll('.', '').trim());
        // An engine that waits with the message itself has its bytes by then.
        expect(received).toEqual((await sending) === 'sent' ? ['head', 'next'] : ['next']);
      },
    );

    suite.overTransports(
      `what waits for a peer is whole or dropped when its buffer ${frames} is detached`,
      async (scope) => {
        const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
        const endpoint = await scope.endpoint();
        push.connect(endpoint);
        const [lost, kept] = [bytes(size), bytes(size)];
        await push.send('first');
        await push.send(['head', lost]);
        await push.send(['head', kept]);
        await push.send('last');
        detach(lost);
        await pull.bind(endpoint);
        const received: number[] = [];
        const read = async (): Promise<void> => {
          for (;;) {
            const message = await pull.receive();
            received.push(message.size);
            if (message.text() === 'last') return;
          }
        };
        await read();
        const whole = [5, 4 + size, 4 + size, 4];
        const { unreadable } = push.stats().dropped;
        expect(received).toEqual(unreadable === 1 ? whole.toSpliced(1, 1) : whole);
        expect(unreadable).toBeLessThan(2);
      },
    );

    suite.overTransports(
      `a buffer ${frames} that is detached as soon as it was sent costs no other message`,
      async (scope) => {
        const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
        await scope.join(push, pull);
        const sent: Promise<boolean>[] = [];
        for (let index = 0; index < 50; index++) {
          const body = bytes(size);
          sent.push(push.send([`${index}`, body]));
          if (index % 2 === 1) detach(body);
        }
        sent.push(push.send('last'));
        const received: string[] = [];
        do {
          const message = await pull.receive();
          received.push(message.text());
          if (message.length > 1) expect(message.size).toBe(size + message.frame(0).length);
        } while (received.at(-1) !== 'last');
        const outcomes = await Promise.allSettled(sent);
        const refused = outcomes.filter(({ status }) => status === 'rejected').length;
        expect(received.length + refused + push.stats().dropped.unreadable).toBe(51);
        expect(received.filter((text) => Number(text) % 2 === 0)).toHaveLength(25);
      },
    );

    suite.overTransports(
      `subscribers get the others when a buffer ${frames} of one message is detached`,
      async (scope) => {
        const publisher = scope.binding('PUB', { sendHighWaterMark: 0 });
        const subscribers = [0, 1, 2].map(() => scope.connecting('SUB'));
        await scope.join(publisher, ...subscribers);
        for (const subscriber of subscribers) subscriber.subscribe('t');
        await publisher.subscribed('t');
        await eventually('all have the topic', async () => {
          await publisher.send(['t', 'hello']);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return subscribers.every((subscriber) => subscriber.tryReceive() !== undefined);
        });
        const body = bytes(size);
        const sending = [publisher.send(['t', body]), publisher.send(['t', 'end'])];
        detach(body);
        await Promise.all(sending);
        for (const subscriber of subscribers) {
          for (;;) {
            const [topic, second] = await subscriber.receive();
            expect(String(topic)).toBe('t');
            if (String(second) === 'end') break;
            expect([5, size]).toContain(second?.length);
          }
        }
      },
    );

    if (!suite.pair.binder.capabilities.countsDrops) continue;

    suite.overTransports(
      `of what waits for a slow reader, messages whose buffers ${frames} are detached are lost alone, and counted`,
      async (scope) => {
        const push = scope.binding('PUSH', { sendHighWaterMark: 20, sendTimeout: Infinity });
        const pull = scope.connecting('PULL', { receiveHighWaterMark: 2 });
        await scope.join(push, pull);
        const bodies = Array.from({ length: 400 }, () => bytes(size));
        const sending = bodies.map((body, index) => push.send([`${index}`, body, 'tail']));
        // What the system takes has left by then; the rest waits in the connection, in the queue, and in `send`.
        await new Promise((resolve) => setImmediate(resolve));
        for (let index = 1; index < bodies.length; index += 2) detach(bodies[index] as Uint8Array);
        sending.push(push.send(['last', '', 'tail']));
        const settled = Promise.allSettled(sending);
        const received: string[] = [];
        for (;;) {
          const message = await pull.receive();
          expect([message.length, message.text(2)]).toEqual([3, 'tail']);
          received.push(message.text(0));
          if (received.at(-1) === 'last') break;
          expect(message.size).toBe(received.at(-1)!.length + size + 4);
        }
        const refused = (await settled).filter(({ status }) => status === 'rejected').length;
        expect(received.filter((text) => Number(text) % 2 === 0)).toHaveLength(200);
        expect(received.length + refused + push.stats().dropped.unreadable).toBe(401);
      },
    );
  }
}
