import { setTimeout as pause } from 'node:timers/promises';
import type { Message, SocketEventName, SocketEvents, ZMQSocket } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import type { ZMQPublisher } from '@zeromq-ts/pubsub';
import { expect } from 'vitest';

/** The longest that a test waits for something that must come: only a test that fails waits that long. */
export const EVENT_TIMEOUT_MS = 20_000;

/** How long a test waits to see that nothing comes, where no later message can show it. */
export const QUIET_MS = 60;

/** Waits until a condition holds, polling it; fails when it does not hold in time. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = EVENT_TIMEOUT_MS,
): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeout} ms`);
    await pause(1);
  }
}

/** Fails unless a promise settles in time. */
export async function inTime<T>(what: string, promise: Promise<T>, timeout = EVENT_TIMEOUT_MS): Promise<T> {
  const timer = new AbortController();
  const late = pause(timeout, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what}: not within ${timeout} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => {});
    timer.abort();
  }
}

/** The next event of a name. */
export function nextEvent<N extends SocketEventName>(socket: ZMQSocket<object>, name: N): Promise<SocketEvents[N]> {
  return inTime(
    `${socket.type}: the event ${name}`,
    new Promise<SocketEvents[N]>((resolve) => socket.once(name, resolve)),
  );
}

/** The `ZMQError` with which something is refused: a promise that rejects, or a function that throws. */
export async function refusal(action: Promise<unknown> | (() => unknown)): Promise<ZMQError> {
  const error = await failure(action);
  if (!(error instanceof ZMQError)) throw new Error('it failed, but not with a ZMQError', { cause: error });
  return error;
}

/** What something fails with. */
export async function failure(action: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof action === 'function' ? action() : inTime('the refusal', action));
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

/** Expects a `ZMQError` with this code, whose text says something of what happened. */
export async function expectRefusal(
  action: Promise<unknown> | (() => unknown),
  code: string,
  says?: string | RegExp,
): Promise<ZMQError> {
  const error = await refusal(action);
  expect({ code: error.code, text: error.message }).toMatchObject({ code });
  if (says !== undefined) expect(error.message).toMatch(says);
  return error;
}

interface Receiving {
  receive(options?: { timeout?: number; signal?: AbortSignal }): Promise<Message>;
  tryReceive(): Message | undefined;
}

/** The frames of a message as text. */
export function texts(message: Message): string[] {
  return Array.from(message.frames, (_, index) => message.text(index));
}

/** Receives one message and gives its frames as text. */
export async function receiveTexts(socket: Receiving, timeout = EVENT_TIMEOUT_MS): Promise<string[]> {
  return texts(await socket.receive({ timeout }));
}

/** Receives this number of messages of one frame. */
export async function receiveMany(socket: Receiving, count: number): Promise<string[]> {
  const received: string[] = [];
  while (received.length < count) received.push((await socket.receive({ timeout: EVENT_TIMEOUT_MS })).text());
  return received;
}

/** Everything that is there, or comes within the time of silence. */
export async function drain(socket: Receiving): Promise<string[]> {
  const received: string[] = [];
  for (;;) {
    try {
      received.push((await socket.receive({ timeout: QUIET_MS })).toString());
    } catch (error) {
      if ((error as ZMQError).code !== 'EAGAIN') throw error;
      return received;
    }
  }
}

/** Polls `tryReceive`: a message that has just arrived may have to be fetched first. */
export async function pollReceive(socket: Receiving): Promise<Message> {
  let message: Message | undefined;
  await eventually('tryReceive', () => {
    message = socket.tryReceive();
    return message !== undefined;
  });
  return message as Message;
}

/** Waits until no peer is subscribed to a topic. */
export function unsubscribed(publisher: ZMQPublisher, topic: string): Promise<void> {
  return eventually(`nobody is subscribed to ${topic}`, () =>
    publisher.subscribed(topic, { timeout: 0 }).then(
      () => false,
      () => true,
    ),
  );
}

/** Expects that nothing arrives. */
export async function expectSilence(socket: Receiving): Promise<void> {
  await expectRefusal(socket.receive({ timeout: QUIET_MS }), 'EAGAIN');
}
