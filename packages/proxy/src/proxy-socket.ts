import type { Message, MessageInput, WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

/** The direction of a message: `'forward'` from the frontend to the backend, `'backward'` from the backend to the frontend. */
export type ProxyDirection = 'forward' | 'backward';

/**
 * What a proxy needs of a socket. Every socket class of this library fits; of `receive`, `tryReceive` and `send` a socket
 * has those of its type.
 */
export interface ProxySocket {
  readonly type: string;
  readonly closed: boolean;
  /** Rejects when the socket can never be used. */
  readonly ready?: Promise<void>;
  receive?(options?: WaitOptions): Promise<Message>;
  tryReceive?(): Message | undefined;
  send?(message: MessageInput): Promise<boolean>;
  trySend?(message: MessageInput): boolean;
}

/** A socket that a proxy reads from. */
export type Source = ProxySocket & Required<Pick<ProxySocket, 'receive' | 'tryReceive'>>;

/** A socket that a proxy writes to. */
export type Destination = ProxySocket & Required<Pick<ProxySocket, 'send'>>;

export function isSource(socket: ProxySocket): socket is Source {
  return typeof socket.receive === 'function' && typeof socket.tryReceive === 'function';
}

export function isDestination(socket: ProxySocket): socket is Destination {
  return typeof socket.send === 'function';
}

/** @throws ZMQError `EINVAL` when the value is no socket of this library. */
export function checkSocket(name: string, value: unknown): asserts value is ProxySocket {
  const socket = value as Partial<ProxySocket> | null | undefined;
  if (
    typeof socket !== 'object' ||
    socket === null ||
    typeof socket.type !== 'string' ||
    (typeof socket.receive !== 'function' && typeof socket.send !== 'function')
  ) {
    throw new ZMQError(
      'EINVAL',
      `The ${name} of a ZMQProxy is a socket, such as a ZMQRouter, not ${value === null ? 'null' : typeof value}.`,
    );
  }
}
