import { ZMQError } from '../errors/zmq-error.js';
import type { ConnectionState } from './connected-peers.js';

/** The error of a call on a closed socket. Create it in the call, so that its stack leads to the caller. */
export function closedError(className: string): ZMQError {
  return new ZMQError(
    'ENOTSOCK',
    `This ${className} is closed. Check its property closed before the call, or create another socket.`,
  );
}

/** The error of calls that are pending when `close` is called. */
export function closedWhilePendingError(className: string): ZMQError {
  return new ZMQError('ENOTSOCK', `This ${className} is closed: close() was called while this call was pending.`);
}

/** The error of a call that would begin something new after `drain`. */
export function drainingError(className: string): ZMQError {
  return new ZMQError('ENOTSOCK', `This ${className} is being drained: drain() was called, and nothing new is begun.`);
}

/** The error of a receive after `drain`, when everything that had arrived has been received. */
export function drainedError(className: string): ZMQError {
  return new ZMQError(
    'ENOTSOCK',
    `This ${className} is being drained: drain() was called, and all messages that had arrived have been received.`,
  );
}

/**
 * The error of an operation that did not finish in time.
 *
 * @param state What is known of the connections.
 */
export function timeoutError(what: string, milliseconds: number, state: ConnectionState): ZMQError {
  return new ZMQError('EAGAIN', `${what} within ${milliseconds} ms. ${state.text}`, { cause: state.cause });
}
