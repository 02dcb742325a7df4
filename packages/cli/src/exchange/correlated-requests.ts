import { randomBytes } from 'node:crypto';
import type { Message } from '@zeromq-ts/core';
import { clearTimeout, framesInPlace, messageOfSharedFrames, onAbort, setTimeout, ZMQError } from '@zeromq-ts/core/spi';
import type { AnySocket } from '../sockets/open-socket.js';

/** What stands before the body: an id, and the empty frame that ends the envelope (RFC 28). */
const ENVELOPE_FRAMES = 2;
const ID_BYTES = 4;
const EMPTY = new Uint8Array(0);

/** How a request is made. */
interface RequestLimits {
  /** Milliseconds for each reply. */
  readonly timeout: number;
  /** How often it is sent again when no reply has come in time. */
  readonly retries: number;
  /** How many replies to wait for. */
  readonly replies: number;
}

/** Takes a reply. @returns A promise to wait for before the next one is received; `undefined` to go on at once. */
type TakeReply = (reply: Message) => Promise<void> | undefined;

/** A request without all of its replies. */
interface Pending {
  readonly take: TakeReply;
  /** How many replies are to come. */
  left: number;
  /** A reply has come. */
  onReply: () => void;
}

/** The replies to a request have not come in time. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** How many have come. */
  readonly replies: number;

  constructor(replies: number) {
    super('Not all replies have come in time.');
    this.replies = replies;
  }
}

/**
 * Requests that overlap on a DEALER. Each begins with an id of 4 bytes and an empty frame, as that of a REQ with the option
 * `correlate` (`ZMQ_REQ_CORRELATE`) does; a REP and a ROUTER send both back before the body of the reply.
 */
export class CorrelatedRequests {
  readonly #socket: AnySocket;
  readonly #signal: AbortSignal;
  readonly #onStray: () => void;
  readonly #pending = new Map<number, Pending>();
  #id = randomBytes(ID_BYTES).readUInt32BE();

  /**
   * @param signal Ends all requests.
   * @param onStray Called for a message that is no reply to a request under way: one that comes too late.
   */
  constructor(socket: AnySocket, signal: AbortSignal, onStray: () => void) {
    this.#socket = socket;
    this.#signal = signal;
    this.#onStray = onStray;
  }

  /** Receives replies until the signal is aborted. */
  async receive(signal: AbortSignal): Promise<void> {
    for await (const message of this.#socket.messages({ signal })) {
      const taking = this.#take(message);
      if (taking !== undefined) await taking;
    }
  }

  /**
   * Sends a request. Resolves when all of its replies were taken.
   *
   * @throws Unanswered when they have not come in time; the reason of the signal.
   */
  async ask(frames: readonly Uint8Array[], limits: RequestLimits, take: TakeReply): Promise<void> {
    const { timeout, retries, replies } = limits;
    const number = this.#nextId();
    const id = Buffer.alloc(ID_BYTES);
    id.writeUInt32BE(number);
    const pending: Pending = { take, left: replies, onReply: () => {} };
    this.#pending.set(number, pending);
    try {
      for (let tries = 0; tries <= retries; tries++) {
        if (await this.#attempt([id, EMPTY, ...frames], pending, timeout)) return;
        // Asked once more, a peer would send those again that have come.
        if (pending.left < replies) break;
      }
      throw new Unanswered(replies - pending.left);
    } finally {
      this.#pending.delete(number);
    }
  }

  /** @returns Whether all replies have come, each within `timeout`. */
  #attempt(message: Uint8Array[], pending: Pending, timeout: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = (): void => {
        clearTimeout(timer);
        remove();
      };
      const finish = (isAnswered: boolean): void => {
        stop();
        resolve(isAnswered);
      };
      const fail = (error: unknown): void => {
        stop();
        // No peer had room in time.
        if (error instanceof ZMQError && error.code === 'EAGAIN') resolve(false);
        else reject(error);
      };
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => finish(false), timeout);
      };
      const remove = onAbort(this.#signal, fail);
      pending.onReply = () => (pending.left === 0 ? finish(true) : wait());
      wait();
      if (!this.#socket.trySend(message)) this.#socket.send(message, { timeout, signal: this.#signal }).catch(fail);
    });
  }

  #take(message: Message): Promise<void> | undefined {
    const frames = framesInPlace(message);
    const [id, delimiter] = frames;
    const isReply = frames.length > ENVELOPE_FRAMES && id?.length === ID_BYTES && delimiter?.length === 0;
    const pending = isReply ? this.#pending.get(new DataView(id.buffer, id.byteOffset).getUint32(0)) : undefined;
    if (pending === undefined || pending.left === 0) {
      this.#onStray();
      return undefined;
    }
    pending.left -= 1;
    const taking = pending.take(messageOfSharedFrames(frames.slice(ENVELOPE_FRAMES), message.peer));
    pending.onReply();
    return taking;
  }

  /** The next one that no request under way has. */
  #nextId(): number {
    do this.#id = (this.#id + 1) >>> 0;
    while (this.#pending.has(this.#id));
    return this.#id;
  }
}
