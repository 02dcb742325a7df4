import { ZMQError } from '../errors/zmq-error.js';

/** The error of every operation on a closed socket. */
export function closedError(className: string): ZMQError {
  return new ZMQError('ENOTSOCK', `This ${className} is closed. Create another one.`);
}

/** The error of an operation that did not finish in time. */
export function timeoutError(what: string, milliseconds: number): ZMQError {
  return new ZMQError('EAGAIN', `${what} within ${milliseconds} ms.`);
}
