import { Message, type MessageInput, ZMQError } from '@zeromq-ts/core';
import { type Codec, type InputOf, type OutputOf, whenReady } from './codec.js';
import { describeIssues, type StandardSchema } from './standard-schema.js';

/** A library that turns values into bytes and back, such as `@msgpack/msgpack` or `cbor-x`. */
export interface BinaryFormat {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/**
 * Values as JSON, in a message of one frame.
 *
 * @param schema Checks values before they are sent and after they are received; a received one becomes what the schema
 * makes of it (defaults, coerced types). Without it, nothing is checked, and the type parameter is a claim.
 *
 * @example
 * ```ts
 * import { json, typed } from '@zeromq-ts/typed';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * interface Task { id: number; path: string }
 *
 * await using pull = typed(new ZMQPull('inproc://tasks'), { receive: json<Task>() });
 * await using push = typed(new ZMQPush('inproc://tasks'), { send: json<Task>() });
 * await push.send({ id: 1, path: '/etc/hosts' });
 * console.log((await pull.receive()).path); // /etc/hosts
 * ```
 */
export function json<Input, Output = Input>(schema?: StandardSchema<Input, Output>): Codec<Input, Output> {
  return checked(schema, {
    encode: (value) => {
      const encoded = JSON.stringify(value) as string | undefined;
      if (encoded === undefined) throw new TypeError(`JSON has no text for ${typeof value}.`);
      return encoded;
    },
    decode: (message) => onlyFrame(message).json(),
  });
}

/**
 * Values in a binary format, in a message of one frame.
 *
 * @param format For example `{ encode, decode }` of `@msgpack/msgpack` or of `cbor-x`.
 * @param schema As for {@link json}.
 */
export function binary<Input, Output = Input>(
  format: BinaryFormat,
  schema?: StandardSchema<Input, Output>,
): Codec<Input, Output> {
  if (typeof format?.encode !== 'function' || typeof format.decode !== 'function') {
    throw new ZMQError('EINVAL', 'A binary format is an object with the functions encode and decode.');
  }
  return checked(schema, {
    encode: (value) => format.encode(value),
    decode: (message) => format.decode(onlyFrame(message).frame(0)),
  });
}

/** Text, as UTF-8, in a message of one frame. */
export function text(): Codec<string> {
  return {
    encode: (value) => {
      if (typeof value !== 'string') throw new TypeError(`The codec text takes a string, not ${typeof value}.`);
      return value;
    },
    decode: (message) => onlyFrame(message).text(),
  };
}

/** Bytes as they are, in a message of one frame. */
export function bytes(): Codec<Uint8Array> {
  return {
    encode: (value) => {
      if (!(value instanceof Uint8Array))
        throw new TypeError(`The codec bytes takes a Uint8Array, not ${typeof value}.`);
      return value;
    },
    decode: (message) => onlyFrame(message).frame(0),
  };
}

type Inputs<C extends readonly Codec<never, unknown>[]> = { -readonly [I in keyof C]: InputOf<C[I]> };
type Outputs<C extends readonly Codec<never, unknown>[]> = { -readonly [I in keyof C]: OutputOf<C[I]> };

/**
 * Messages of several frames: one codec for each, a tuple of values.
 *
 * @example
 * ```ts
 * import { frames, json, text, typed } from '@zeromq-ts/typed';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * const reading = frames(text(), json<number>());
 * await using pull = typed(new ZMQPull('inproc://readings'), { receive: reading });
 * await using push = typed(new ZMQPush('inproc://readings'), { send: reading });
 * await push.send(['berlin', 21.5]);
 * const [city, celsius] = await pull.receive();
 * console.log(city, celsius); // berlin 21.5
 * ```
 */
export function frames<const C extends readonly Codec<never, unknown>[]>(...codecs: C): Codec<Inputs<C>, Outputs<C>> {
  return {
    encode: (values) => {
      const given = values as readonly unknown[];
      if (!Array.isArray(given) || given.length !== codecs.length) {
        throw new TypeError(`This message has ${codecs.length} frames: give an array of as many values.`);
      }
      const encoded = codecs.map((codec, index) => codec.encode(given[index] as never));
      return whenAll(encoded, (parts) => parts as readonly (string | Uint8Array)[]);
    },
    decode: (message) => {
      if (message.length !== codecs.length) {
        throw new ZMQError('EPROTO', `The message has ${message.length} frames, not ${codecs.length}.`);
      }
      const decoded = codecs.map((codec, index) => codec.decode(new Message(message.frame(index))));
      return whenAll(decoded, (values) => values as Outputs<C>);
    },
  };
}

/**
 * Messages of a PUB: the topic in the first frame, which subscriptions match, and the value in the second.
 *
 * @param topicOf The topic of a value.
 * @param codec What the value is sent as. The topic of a received message is not used; it should be in the value, too.
 *
 * @example
 * ```ts
 * import { json, typed, withTopic } from '@zeromq-ts/typed';
 * import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * interface Tick { symbol: string; price: number }
 *
 * const tick = withTopic((value: Tick) => value.symbol, json<Tick>());
 * await using publisher = typed(new ZMQPublisher('inproc://market'), { send: tick });
 * await using ticks = typed(new ZMQSubscriber('inproc://market', 'ACME'), { receive: tick });
 * await publisher.socket.subscribed('ACME');
 * await publisher.send({ symbol: 'ACME', price: 12 });
 * for await (const { symbol, price } of ticks) {
 *   console.log(symbol, price); // ACME 12
 *   break;
 * }
 * ```
 */
export function withTopic<Input, Output>(
  topicOf: (value: Input) => string | Uint8Array,
  codec: Codec<Input, Output>,
): Codec<Input, Output> {
  return {
    encode: (value) => {
      const topic = topicOf(value);
      return whenReady(codec.encode(value), (body) => [topic, new Message(body)]);
    },
    decode: (message) => {
      if (message.length !== 2) {
        throw new ZMQError('EPROTO', `A message with a topic has 2 frames, this one has ${message.length}.`);
      }
      return codec.decode(new Message(message.frame(1)));
    },
  };
}

/** A codec whose values a schema checks: before they are encoded, and after they are decoded. */
function checked<Input, Output>(
  schema: StandardSchema<Input, Output> | undefined,
  plain: { encode(value: Input): MessageInput; decode(message: Message): unknown },
): Codec<Input, Output> {
  if (schema === undefined) return plain as Codec<Input, Output>;
  const { validate } = schema['~standard'];
  return {
    // What was given is sent, not what the schema makes of it: the receiver has its own schema, which may do it again.
    encode: (value) => whenReady(validate(value), (result) => (valueOf(result, 'EINVAL'), plain.encode(value))),
    decode: (message) => whenReady(validate(plain.decode(message)), (result) => valueOf(result, 'EPROTO')),
  };
}

function valueOf<Output>(
  result: Awaited<ReturnType<StandardSchema<unknown, Output>['~standard']['validate']>>,
  code: string,
): Output {
  if (result.issues === undefined) return result.value;
  throw new ZMQError(code, `The schema does not accept the value: ${describeIssues(result.issues)}.`);
}

function onlyFrame(message: Message): Message {
  if (message.length !== 1) {
    throw new ZMQError('EPROTO', `The message has ${message.length} frames, and this codec is for one. Use frames(…).`);
  }
  return message;
}

function whenAll<T, R>(values: readonly (T | PromiseLike<T>)[], use: (values: readonly T[]) => R): R | PromiseLike<R> {
  return values.some((value) => typeof (value as Partial<PromiseLike<T>> | null)?.then === 'function')
    ? Promise.all(values).then(use)
    : use(values as readonly T[]);
}
