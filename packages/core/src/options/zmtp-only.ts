import { ZMQError } from '../errors/zmq-error.js';

/**
 * What the rule of an option has as `libzmq` when the engine `libzmq` cannot do what it asks for.
 *
 * @throws ZMQError `ENOTSUP` when it is called, which it is if the option has another value than the default.
 */
export function zmtpOnly(option: string): () => never {
  return () => {
    throw new ZMQError('ENOTSUP', `The engine libzmq does not have the option ${option}. Choose the engine zmtp.`);
  };
}
