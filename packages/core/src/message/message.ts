/* eslint-disable typescript/no-unsafe-declaration-merging -- `addArrayMethods` gives the class what its interface has */
import { ZMQError } from '../errors/zmq-error.js';
import { showValue } from '../errors/show-value.js';
import type { PeerInfo } from '../events/events.js';
import { MESSAGE_BRAND } from './brand.js';
import { FRAME_OVERHEAD_BYTES } from './frame-overhead.js';
import { envelopeLength } from './envelope.js';
import type { MessageInput } from './input.js';
import type { FrameJSON } from './frame-json.js';
import { frameToJSON } from './frame-json.js';
import { isInstance } from '../registry/is-instance.js';
import { addArrayMethods } from './array-methods.js';
import { addFramesByIndex } from './frame-by-index.js';
import { giveAccess } from './message-access.js';
import { FRAMES, ROUTED, SHARED, TRUSTED } from './message-layout.js';
import type { MessageOrigin } from './message-origin.js';
import { NOT_RECEIVED, originOf } from './message-origin.js';
import { copyShared, framesOf, sizeOf } from './own-frames.js';
import { showMessage } from './show.js';
import type { Frame } from './frame.js';
import { copyBytes, decodeText } from '../runtime/bytes.js';
import { transferListOf } from './transfer-list.js';

/**
 * One ZeroMQ message: an immutable list of at least one frame (RFC 37, "Messages").
 *
 * `receive` returns messages, and `send` accepts them. A message is iterable over its frames, so it can be
 * destructured, and it has the non-mutating methods of an array, with the frames as elements. A {@link Frame} is a
 * `Uint8Array`, on Node a `Buffer`. `message instanceof Message` works across copies of this package in one process.
 *
 * `structuredClone(message)` and `worker.postMessage(message)` throw a `DataCloneError`: post the frames
 * (`message.frames`), with `message.transferList` to move instead of copy them.
 *
 * @example
 * ```ts
 * import { Message } from '@zeromq-ts/core';
 *
 * const message = new Message(['weather.berlin', '{"celsius":21}']);
 * const [topic, body] = message;
 * console.log(`${message.text(0)}: ${message.json<{ celsius: number }>(1).celsius} °C`);
 * ```
 */
export class Message {
  // Either the frames, or the block that the only frame lies in, and where: `#start` says which. What shares its memory
  // with other messages is copied when the application asks for it.
  #source: readonly Uint8Array[] | Uint8Array;
  #start: number;
  readonly #end: number;

  /** `'Message'`: what `Object.prototype.toString` calls it, and what a message of any copy of this package is typed by. */
  declare readonly [Symbol.toStringTag]: 'Message';

  // A clone (`structuredClone`, `postMessage`) of an object has its public properties, and a message has no other: what
  // came out would be an empty object. A function cannot be cloned, so this one makes it an error. It is a function that
  // is needed anyway, because one property more makes receiving a tenth slower.
  /** @internal */
  protected origin: MessageOrigin = NOT_RECEIVED;

  static {
    // On the prototype: a message is made for every one received, and costs no property of its own.
    Object.defineProperty(this.prototype, MESSAGE_BRAND, { value: true });
    Object.defineProperty(this.prototype, Symbol.toStringTag, { value: 'Message' });
    giveAccess(this.prototype, {
      framesInPlace: (message: Message) => message.#inPlace(),
      weigh: (message: Message) => {
        const start = message.#start;
        if (start >= 0) return message.#end - start + FRAME_OVERHEAD_BYTES;
        return message.length * FRAME_OVERHEAD_BYTES + message.size;
      },
      matchFirstFrame: (message: Message, looker) => {
        const start = message.#start;
        if (start >= 0) return looker.look(message.#source as Uint8Array, start, message.#end);
        const frame = message.#source[0] as Uint8Array;
        return looker.look(frame, 0, frame.byteLength);
      },
      takeFrames: (message: Message) => message.#own() as Frame[],
      setPeer: (message: Message, peer) => {
        message.origin = originOf(peer);
      },
    });
  }

  /**
   * @param input Any value that `send` accepts. Text is encoded as UTF-8; bytes are not copied.
   * @throws TypeError for anything that is not a message.
   */
  constructor(input: MessageInput);
  constructor(
    input: MessageInput | readonly Uint8Array[] | Uint8Array,
    trusted?: typeof TRUSTED,
    start: number = FRAMES,
    end: number = 0,
    peer?: PeerInfo,
  ) {
    this.#source = trusted === TRUSTED ? (input as readonly Uint8Array[] | Uint8Array) : framesOf(input);
    this.#start = start;
    this.#end = end;
    if (peer !== undefined) this.origin = originOf(peer);
  }

  /**
   * The peer that sent the message. On the engine `zmtp`, every received message has it: `address`, `socketType`,
   * `mechanism`, the `routingId` if the peer has set one, and, with authentication, `userId` and `metadata`. All messages
   * of one connection share one frozen object, which is also the `peer` of its events, so it can be a key in a `Map`.
   *
   * `undefined` for a message that was not received, and on the engine `libzmq`, because the npm package does not
   * report which peer a message came from.
   *
   * @example
   * ```ts
   * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
   * import { PasswordTable } from '@zeromq-ts/security';
   *
   * const users = new PasswordTable({ ali: 'open sesame' });
   * const server = new ZMQReply(undefined, { plainServer: true, authenticate: users });
   * const endpoint = await server.bind('tcp://127.0.0.1:*');
   * const client = new ZMQRequest(endpoint, { plainUsername: 'ali', plainPassword: 'open sesame' });
   * await client.send('hello');
   * console.log((await server.receive()).peer?.userId); // ali
   * await Promise.all([client.close({ linger: 0 }), server.close()]);
   * ```
   */
  get peer(): PeerInfo | undefined {
    return this.origin();
  }

  /**
   * For messages received by a ROUTER: the routing id of the sender, which is the first frame (RFC 28). To reply, send
   * it as the first frame. It is set on every engine, whether the peer chose its id or the ROUTER assigned it.
   *
   * `undefined` for every other message. The id that a peer of another socket has chosen is `peer.routingId`.
   *
   * @example
   * ```ts
   * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
   *
   * const router = new ZMQRouter('inproc://sums');
   * const dealer = new ZMQDealer('inproc://sums', { routingId: 'anna' });
   * await dealer.send(['1', '2']);
   * const message = await router.receive();
   * const [, ...numbers] = message;
   * console.log(`${message.routingId}: ${numbers.join(' + ')}`); // anna: 1 + 2
   * await router.send([message.routingId, '3']);
   * console.log(`${await dealer.receive()}`); // 3
   * await Promise.all([router.close(), dealer.close()]);
   * ```
   */
  get routingId(): Frame | undefined {
    const start = this.#start;
    return start < 0 && (start & ROUTED) !== 0 ? this.#own()[0] : undefined;
  }

  /**
   * For messages received by a ROUTER: what the peer sent, as a message of its own, without the routing id. The empty
   * delimiter that a REQ puts before a request (RFC 28) is left out, too, if there is a frame behind it. The frames are
   * those of this message, not copies. To reply, give the whole message and the reply to `send` of the ROUTER.
   *
   * `undefined` for every other message.
   *
   * @example
   * ```ts
   * import { ZMQRouter } from '@zeromq-ts/dealerrouter';
   * import { ZMQRequest } from '@zeromq-ts/reqrep';
   *
   * const router = new ZMQRouter('inproc://greetings');
   * const client = new ZMQRequest('inproc://greetings');
   * const answer = client.request('World', { timeout: 1000 });
   * const message = await router.receive();
   * await router.send(message, `Hello ${message.body}`);
   * console.log(`${await answer}`); // Hello World
   * await Promise.all([router.close(), client.close()]);
   * ```
   */
  get body(): Message | undefined {
    const start = this.#start;
    if (start >= 0 || (start & ROUTED) === 0) return undefined;
    const frames = this.#source as readonly Uint8Array[];
    return new TrustedMessage(frames.slice(envelopeLength(frames)), TRUSTED, start & ~ROUTED, 0, this.origin());
  }

  /** The number of frames. */
  get length(): number {
    return this.#start >= 0 ? 1 : this.#source.length;
  }

  /** The bytes of all frames together. */
  get size(): number {
    const start = this.#start;
    return start >= 0 ? this.#end - start : sizeOf(this.#source as readonly Uint8Array[]);
  }

  /**
   * The frames, as a frozen array.
   *
   * Each has an `ArrayBuffer` of its own: modifying it in place, or transferring it to a worker, affects only this
   * message.
   */
  get frames(): readonly Frame[] {
    return Object.freeze(this.#own());
  }

  /**
   * The frame at an index, counted from 0.
   *
   * @throws ZMQError `EINVAL` when the message has no such frame.
   */
  frame(index: number): Frame {
    const frame = this.#own()[index];
    if (frame === undefined) {
      throw new ZMQError(
        'EINVAL',
        `This message has ${this.length} frame${this.length === 1 ? '' : 's'}, counted from 0: ` +
          `there is no frame ${showValue(index)}.`,
      );
    }
    return frame;
  }

  /**
   * The frame at an index, or `undefined` if there is none, as `at` of an array.
   *
   * @param index Counted from 0; from the end if it is negative: -1 is the last frame.
   *
   * @example
   * ```ts
   * import { Message } from '@zeromq-ts/core';
   *
   * const message = new Message(['address', '', 'body']);
   * console.log(`${message.at(-1)}`, message.at(3)); // body undefined
   * ```
   */
  at(index: number): Frame | undefined {
    return this.#own().at(index);
  }

  /**
   * The `ArrayBuffer`s of the frames, to transfer them to a worker without a copy:
   * `postMessage(message.frames, message.transferList)`. The worker gets an array of `Uint8Array`s, which it can send
   * or pass to `new Message(frames)`. In this thread, the frames are empty afterwards.
   *
   * Buffers that cannot be transferred, or that hold more than the frame, are not in the list: those frames are copied.
   *
   * @example
   * ```ts
   * import { once } from 'node:events';
   * import { MessageChannel } from 'node:worker_threads';
   * import { Message } from '@zeromq-ts/core';
   *
   * const { port1, port2 } = new MessageChannel();
   * const message = new Message(['task', new Uint8Array(1_000_000)]);
   * port1.postMessage(message.frames, message.transferList);
   * const [frames] = await once(port2, 'message');
   * console.log(new Message(frames).size, message.size); // 1000004 0
   * port1.close();
   * ```
   */
  get transferList(): ArrayBuffer[] {
    return transferListOf(this.#own());
  }

  /**
   * The frames as JSON, for `JSON.stringify`: each that is UTF-8 as a string, each other as `{ base64: '…' }`.
   *
   * @example
   * ```ts
   * import { Message } from '@zeromq-ts/core';
   *
   * console.log(JSON.stringify(new Message(['topic', Uint8Array.of(255)]))); // ["topic",{"base64":"/w=="}]
   * ```
   */
  toJSON(): readonly FrameJSON[] {
    return this.#inPlace().map(frameToJSON);
  }

  /**
   * A frame decoded as UTF-8; malformed bytes become U+FFFD.
   *
   * @param index The frame, counted from 0. Default: the first.
   * @throws ZMQError `EINVAL` when the message has no such frame.
   */
  text(index = 0): string {
    const start = this.#start;
    if (index === 0 && start >= 0) return decodeText(this.#source as Uint8Array, start, this.#end);
    return decodeText(this.#inPlace()[index] ?? this.frame(index));
  }

  /**
   * A frame parsed as JSON.
   *
   * The type parameter is not checked at run time: validate data from peers.
   *
   * @param index The frame, counted from 0. Default: the first.
   * @throws ZMQError `EINVAL` when the frame is not JSON, or when the message has no such frame.
   */
  json<T = unknown>(index = 0): T {
    const text = this.text(index);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new ZMQError('EINVAL', `Frame ${index} is not JSON: ${showValue(text)}.`, { cause });
    }
  }

  /** The text of the message: its frames decoded as UTF-8 and joined by newlines. */
  toString(): string {
    if (this.length === 1) return this.text(0);
    return this.#inPlace()
      .map((frame) => decodeText(frame))
      .join('\n');
  }

  [Symbol.iterator](): ReturnType<ReadonlyArray<Frame>['values']> {
    return this.#own()[Symbol.iterator]();
  }

  /** How `console.log` shows it on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return showMessage(this.#inPlace());
  }

  #inPlace(): readonly Uint8Array[] {
    const start = this.#start;
    if (start < 0) return this.#source as readonly Uint8Array[];
    return [(this.#source as Uint8Array).subarray(start, this.#end)];
  }

  /** The frames, with nothing beside them in their buffers. */
  #own(): readonly Frame[] {
    const start = this.#start;
    if (start < 0 && (start & SHARED) === 0) return this.#source as readonly Frame[];
    const source = this.#source;
    const frames =
      start < 0 ? copyShared(source as readonly Uint8Array[]) : [copyBytes(source as Uint8Array, start, this.#end)];
    this.#source = frames;
    this.#start = start < 0 ? start & ~SHARED : FRAMES;
    return frames;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(value, MESSAGE_BRAND, this, Message);
  }

  static {
    addArrayMethods(this.prototype);
    addFramesByIndex(this.prototype);
  }
}

/** The constructor with the arguments that only this package has: what it is given is not checked. */
export const TrustedMessage = Message as unknown as new (
  source: readonly Uint8Array[] | Uint8Array,
  trusted: typeof TRUSTED,
  start?: number,
  end?: number,
  peer?: PeerInfo,
) => Message;

/**
 * A message has the methods of a read-only array, and at least one frame.
 *
 * @example
 * ```ts
 * import { Message } from '@zeromq-ts/core';
 *
 * console.log(new Message(['a', 'bc']).map((frame) => frame.byteLength)); // [ 1, 2 ]
 * ```
 */
export interface Message extends ReadonlyArray<Frame> {
  /** The first frame, which every message has. */
  readonly 0: Frame;
}

/**
 * A message received by a ROUTER: the first frame is the routing id of the peer, followed by at least one frame from
 * the peer (RFC 28). To reply, send the same first frame.
 */
export interface RoutedMessage extends Message {
  /** The routing id of the peer: the first frame. */
  readonly routingId: Frame;
  /** What the peer sent, without the routing id and the delimiter of a REQ. */
  readonly body: Message;
  /** The first frame that the peer sent; from a REQ, the empty delimiter before the request. */
  readonly 1: Frame;
}
