import type { Message, MessageInput, WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import { type CallOptionChecks, checkCallOptions, checkFunction } from '@zeromq-ts/core/spi';
import type { AnySocket } from './any-socket.js';
import type { Codec } from './codec.js';
import { json } from './codecs.js';
import { isStandardSchema, type StandardSchema } from './standard-schema.js';
import { TypedSocket } from './typed-socket.js';

/** Options of {@link typed}. */
export interface TypedOptions<SendInput, SendOutput, ReceiveInput, ReceiveOutput> {
  /** How values become messages: a codec, or a schema for JSON. */
  readonly send?: Codec<SendInput, SendOutput> | StandardSchema<SendInput, SendOutput> | undefined;
  /** How messages become values: a codec, or a schema for JSON. */
  readonly receive?: Codec<ReceiveInput, ReceiveOutput> | StandardSchema<ReceiveInput, ReceiveOutput> | undefined;
  /**
   * Is called with a message that the codec of `receive` does not accept; then the next message is received. Without it,
   * `receive` rejects, and an iteration ends with the error. A socket that strangers can reach should have it.
   */
  readonly onInvalid?: ((error: ZMQError, message: Message) => void) | undefined;
}

type Sends = { send(message: MessageInput): Promise<boolean> };
type Receives = { receive(options?: WaitOptions): Promise<Message> };
type Drains = { drain(): Promise<void> };
type Requests = { request(message: MessageInput, options?: never): Promise<Message> };

/** The members of a typed socket that its socket has. */
export type Typed<S, Sent, Received> = Pick<
  TypedSocket<S, Sent, Received>,
  'socket' | 'close' | typeof Symbol.asyncDispose
> &
  (S extends Drains ? Pick<TypedSocket<S, Sent, Received>, 'drain'> : unknown) &
  (S extends Sends
    ? Pick<TypedSocket<S, Sent, Received>, 'send' | 'trySend' | 'sendState' | 'writable' | 'whenWritable'>
    : unknown) &
  (S extends Receives
    ? Pick<
        TypedSocket<S, Sent, Received>,
        'receive' | 'tryReceive' | 'messages' | 'readable' | 'whenReadable' | typeof Symbol.asyncIterator
      >
    : unknown) &
  (S extends Requests ? Pick<TypedSocket<S, Sent, Received>, 'request'> : unknown);

const anything = (): void => {};

/** The codecs are checked where they are used. */
const OPTION_CHECKS: CallOptionChecks = { send: anything, receive: anything, onInvalid: checkFunction };

/**
 * Gives a socket values instead of messages: what it sends is encoded, what it receives is decoded and checked.
 *
 * The typed socket has the members `send`, `trySend`, `sendState`, `writable`, `whenWritable`, `receive`, `tryReceive`,
 * `messages`, `readable`, `whenReadable`, `request`, iteration, `drain` and `close`, as far as the socket has them;
 * everything else is at its property `socket`.
 *
 * @param socket Any socket. Use it through the typed one from now on: both take from the same messages.
 * @param options See {@link TypedOptions}.
 * @throws ZMQError `EINVAL` for a wrong option, or when a codec is missing for what the socket can do.
 *
 * @example
 * ```ts
 * import { typed } from '@zeromq-ts/typed';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 * import { z } from 'zod';
 *
 * const Task = z.object({ id: z.number(), path: z.string() });
 *
 * await using pull = typed(new ZMQPull('inproc://tasks'), { receive: Task });
 * await using push = typed(new ZMQPush('inproc://tasks'), { send: Task });
 * await push.send({ id: 1, path: '/etc/hosts' });
 * const task = await pull.receive();
 * console.log(task.path); // /etc/hosts
 * ```
 */
export function typed<S extends AnySocket, SI = never, SO = unknown, RI = unknown, RO = never>(
  socket: S,
  options: TypedOptions<SI, SO, RI, RO>,
): Typed<S, SI, RO> {
  checkCallOptions('typed', options, OPTION_CHECKS);
  const send = codecOf('send', options.send);
  const receive = codecOf('receive', options.receive);
  if (send === undefined && receive === undefined) {
    throw new ZMQError('EINVAL', 'typed needs a codec or a schema: { send: … }, { receive: … } or both.');
  }
  return new TypedSocket<S, SI, RO>(socket, send, receive, options.onInvalid) as unknown as Typed<S, SI, RO>;
}

function codecOf<Input, Output>(
  name: string,
  option: Codec<Input, Output> | StandardSchema<Input, Output> | undefined,
): Codec<Input, Output> | undefined {
  if (option === undefined) return undefined;
  if (isStandardSchema(option)) return json(option);
  const codec = option as Partial<Codec<Input, Output>> | null;
  if (typeof codec?.encode === 'function' && typeof codec.decode === 'function') return codec as Codec<Input, Output>;
  throw new ZMQError(
    'EINVAL',
    `The option ${name} of typed is a codec, such as json(), or a schema of zod, valibot or arktype.`,
  );
}
