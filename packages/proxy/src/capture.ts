import type { Message, MessageInput } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import type { ProxyDirection } from './proxy-socket.js';

/** A socket that gets a copy of every message: PUB, PUSH, DEALER or PAIR. */
export interface CaptureSocket {
  readonly closed: boolean;
  trySend(message: MessageInput): boolean;
}

/** A function that sees every message before it is forwarded. It must not wait. */
export type CaptureCallback = (message: Message, direction: ProxyDirection) => void;

/** @returns whether the copy was taken. A capture that fails, or has no room, never stops the traffic. */
export type Capture = (message: Message, direction: ProxyDirection) => boolean;

/** @throws ZMQError `EINVAL` for anything but a socket that sends, or a function. */
export function captureOf(option: CaptureSocket | CaptureCallback | undefined): Capture | undefined {
  if (option === undefined) return undefined;
  if (typeof option === 'function') {
    return (message, direction) => {
      option(message, direction);
      return true;
    };
  }
  if (typeof (option as Partial<CaptureSocket> | null)?.trySend === 'function') {
    return (message) => !option.closed && option.trySend(message);
  }
  throw new ZMQError(
    'EINVAL',
    'The capture of a ZMQProxy is a socket that sends (PUB, PUSH, DEALER, PAIR), or a function (message, direction).',
  );
}
