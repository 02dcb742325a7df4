import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

/** Makes the error for one wrong part of one endpoint: which part, its value, what is wrong with it, what to do. */
export type Malformed = (part: string, value: string, problem: string, remedy: string) => ZMQError;

/**
 * The {@link Malformed} of the endpoint `text`.
 *
 * @example
 * ```ts
 * import { malformedIn } from '@zeromq-ts/core/spi';
 *
 * const malformed = malformedIn('tcp://localhost:70000');
 * console.log(malformed('port', '70000', 'is above 65535', 'write a smaller one').message);
 * // Malformed endpoint "tcp://localhost:70000": the port "70000" is above 65535; write a smaller one.
 * ```
 */
export function malformedIn(text: string): Malformed {
  return (part, value, problem, remedy) => {
    // A part that is missing, or that is the whole text, has no value worth a second showing.
    const shown = value === '' || value === text ? part : `${part} ${showValue(value)}`;
    return new ZMQError('EINVAL', `Malformed endpoint ${showValue(text)}: the ${shown} ${problem}; ${remedy}.`, {
      endpoint: text,
    });
  };
}
