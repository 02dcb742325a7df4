import { ZMQError } from '../errors/zmq-error.js';
import { describe } from '../errors/describe.js';
import type { PeerInfo } from '../events/events.js';
import { MESSAGE_BRAND, isMessage } from './brand.js';
import type { MessageInput, Outgoing } from './input.js';
import { toOutgoing } from './input.js';
import { showMessage } from './show.js';
import { asFrame, decodeText, encodeText } from './text.js';

const TRUSTED = Symbol('trusted');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Who wants to see a frame where it lies: in a block, from `start` to `end`. */
export interface FrameLooker {
  look(block: Uint8Array, start: number, end: number): boolean;
}

let setPeer: (message: Message, peer: PeerInfo) => void;
let showFirstFrame: (message: Message, looker: FrameLooker) => boolean;

/**
 * One ZeroMQ message: an immutable list of at least one frame (RFC 37, "Messages").
 *
 * `receive` returns these, and `send` takes them. Iterating gives the frames, so a multipart message can be taken
 * apart in one line. Frames are `Uint8Array`s, on Node `Buffer`s. `message instanceof Message` holds across two
 * copies of this package in one process.
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
export class Message implements Iterable<Uint8Array> {
  // Either the frames, or the block that the only frame lies in, and where: it is cut out when somebody asks for it.
  #source: readonly Uint8Array[] | Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #peer: PeerInfo | undefined;

  declare readonly [MESSAGE_BRAND]: true;

  static {
    // On the prototype: a message is made for every one received, and costs no property of its own.
    Object.defineProperty(this.prototype, MESSAGE_BRAND, { value: true });
    setPeer = (message, peer) => {
      message.#peer = peer;
    };
    showFirstFrame = (message, looker) => {
      const source = message.#source;
      if (source instanceof Uint8Array) return looker.look(source, message.#start, message.#end);
      const frame = source[0] as Uint8Array;
      return looker.look(frame, 0, frame.byteLength);
    };
  }

  /**
   * @param input What `send` accepts. Text is encoded as UTF-8; bytes are not copied.
   * @throws TypeError for anything that is not a message.
   */
  constructor(input: MessageInput);
  /** @internal */
  constructor(source: readonly Uint8Array[] | Uint8Array, trusted: typeof TRUSTED, start?: number, end?: number);
  constructor(
    input: MessageInput | readonly Uint8Array[] | Uint8Array,
    trusted?: typeof TRUSTED,
    start: number = 0,
    end: number = 0,
  ) {
    this.#source = trusted === TRUSTED ? (input as readonly Uint8Array[] | Uint8Array) : framesOf(toOutgoing(input));
    this.#start = start;
    this.#end = end;
  }

  /**
   * The peer that sent the message. On the engine `zmtp`, every received message has it: `address`, `socketType`,
   * `mechanism`, the `routingId` if the peer has set one, and, with authentication, `userId` and `metadata`. All messages
   * of one connection share one frozen object, which is also the `peer` of its events, so it can be a key in a `Map`.
   *
   * `undefined` for a message that was not received, and on the engine `libzmq`, because the npm package does not say
   * from which peer a message came.
   *
   * @example
   * ```ts
   * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
   *
   * const server = new ZMQReply(undefined, {
   *   plainServer: true,
   *   authenticate: ({ username, password }) => password === 'open sesame' && { userId: `${username}` },
   * });
   * const endpoint = await server.bind('tcp://127.0.0.1:*');
   * const client = new ZMQRequest(endpoint, { plainUsername: 'ali', plainPassword: 'open sesame' });
   * await client.send('hello');
   * console.log((await server.receive()).peer?.userId); // ali
   * await Promise.all([client.close({ linger: 0 }), server.close()]);
   * ```
   */
  get peer(): PeerInfo | undefined {
    return this.#peer;
  }

  /** The number of frames. */
  get length(): number {
    const source = this.#source;
    return source instanceof Uint8Array ? 1 : source.length;
  }

  /** The bytes of all frames together. */
  get size(): number {
    const source = this.#source;
    if (source instanceof Uint8Array) return this.#end - this.#start;
    let total = 0;
    for (const frame of source) total += frame.byteLength;
    return total;
  }

  /** The frames, as a frozen array. */
  get frames(): readonly Uint8Array[] {
    return Object.freeze(this.#cut());
  }

  /**
   * The frame at an index, counted from 0.
   *
   * @throws ZMQError `EINVAL` when the message has no such frame.
   */
  frame(index: number): Uint8Array {
    const frame = this.#cut()[index];
    if (frame === undefined) {
      throw new ZMQError(
        'EINVAL',
        `This message has ${this.length} frame${this.length === 1 ? '' : 's'}, counted from 0: ` +
          `there is no frame ${describe(index)}.`,
      );
    }
    return frame;
  }

  /**
   * A frame decoded as UTF-8; malformed bytes become U+FFFD.
   *
   * @param index The frame, counted from 0. Default: the first.
   * @throws ZMQError `EINVAL` when the message has no such frame.
   */
  text(index = 0): string {
    const source = this.#source;
    if (index === 0 && source instanceof Uint8Array) return decodeText(source, this.#start, this.#end);
    return decodeText(this.frame(index));
  }

  /**
   * A frame parsed as JSON.
   *
   * The type parameter is a claim that nothing checks: what comes from a peer can be anything.
   *
   * @param index The frame, counted from 0. Default: the first.
   * @throws ZMQError `EINVAL` when the frame is not JSON, or when the message has no such frame.
   */
  json<T = unknown>(index = 0): T {
    const text = this.text(index);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new ZMQError('EINVAL', `Frame ${index} is not JSON: ${describe(text)}.`, { cause });
    }
  }

  /** The text of the message: its frames as UTF-8, joined by a newline when there are several. */
  toString(): string {
    return this.length === 1 ? this.text(0) : this.frames.map((frame) => decodeText(frame)).join('\n');
  }

  [Symbol.iterator](): IterableIterator<Uint8Array> {
    return this.#cut()[Symbol.iterator]() as IterableIterator<Uint8Array>;
  }

  /** How `console.log` shows it on Node. */
  [INSPECT](): string {
    return showMessage(this.frames);
  }

  #cut(): readonly Uint8Array[] {
    const source = this.#source;
    if (!(source instanceof Uint8Array)) return source;
    const frames = [source.subarray(this.#start, this.#end)];
    this.#source = frames;
    return frames;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isMessage(value);
  }
}

function framesOf(outgoing: Outgoing): readonly Uint8Array[] {
  if (typeof outgoing === 'string') return [encodeText(outgoing)];
  if (outgoing instanceof Uint8Array) return [asFrame(outgoing)];
  return outgoing.map((part) => (typeof part === 'string' ? encodeText(part) : asFrame(part)));
}

/**
 * Makes the message that arrives of one that was sent, with the same bytes: for a connection within one process.
 *
 * @param peer Who has sent it.
 */
export function messageOfOutgoing(outgoing: Outgoing, peer?: PeerInfo): Message {
  return messageOfFrames(framesOf(outgoing), peer);
}

/**
 * Makes a message of frames that an engine has just made itself: at least one, and nobody changes the array any more.
 * Nothing is checked or copied.
 *
 * @param peer Who has sent it, as `notePeer` has it.
 */
export function messageOfFrames(frames: readonly Uint8Array[], peer?: PeerInfo): Message {
  const message = new Message(frames, TRUSTED);
  if (peer !== undefined) setPeer(message, peer);
  return message;
}

/** Sets the peer that has sent a message. */
export function notePeer(message: Message, peer: PeerInfo): void {
  setPeer(message, peer);
}

/**
 * Makes a message of one frame that lies in a block, on Node a `Buffer`, which nobody writes to any more. The frame is
 * cut out when it is first asked for; the message keeps the whole block alive.
 */
export function messageOfSpan(block: Uint8Array, start: number, end: number): Message {
  return new Message(block, TRUSTED, start, end);
}

/** Shows the first frame of a message, without cutting it out, and returns what the looker says. */
export function lookAtFirstFrame(message: Message, looker: FrameLooker): boolean {
  return showFirstFrame(message, looker);
}
