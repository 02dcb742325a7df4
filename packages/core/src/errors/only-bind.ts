import type { ParsedEndpoint } from '../endpoint/index.js';
import { ZMQError } from './zmq-error.js';

/** The error of a `bindSync` to an endpoint that cannot be bound at once. */
export function onlyBind({ text }: Pick<ParsedEndpoint, 'text'>): ZMQError {
  return new ZMQError('ENOTSUP', `${text} cannot be bound before the call returns: use bind(), and await it.`, {
    endpoint: text,
  });
}
