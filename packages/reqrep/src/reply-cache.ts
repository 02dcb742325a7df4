import { Message, type MessageInput } from '@zeromq-ts/core';
import {
  checkArgumentCount,
  checkCallOptions,
  MAX_TIMER_MS,
  performance,
  setTimeout,
  toOutgoing,
  unref,
  weightOfMessage,
} from '@zeromq-ts/core/spi';
import { REPLY_CACHE_OPTION_CHECKS, type ReplyCacheOptions, type ReplyCacheStats } from './reply-cache-options.js';
import { type RequestKey, textOfKey } from './request-key.js';

const DEFAULT_TTL_MS = 60_000;
const DEFAULT_REPLIES = 10_000;
const DEFAULT_BYTES = 64 * 2 ** 20;

interface KeptReply {
  readonly reply: Promise<Message>;
  readonly bytes: number;
  /** Until when it is kept, as `performance.now()` counts. */
  readonly until: number;
}

/**
 * The replies of a server, by a key that the client puts into its request: a request that comes again has the reply of the
 * first one, and is not carried out again.
 *
 * `request` with `retries` sends the same frames again when no reply came in time, so a server may see a request more than
 * once. The key is the application's: usually an identity of the client, which it keeps when it connects again, and the
 * number of the request. A client that knows the key of another one gets its reply: with authentication, make the user id
 * (`message.peer?.userId`) a part of the key.
 *
 * Replies are in memory: a server that starts again has none. The cache does not keep the process alive.
 *
 * @example
 * ```ts
 * import { ReplyCache, ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
 *
 * const replies = new ReplyCache({ ttl: 60_000 });
 * let balance = 100;
 * const withdraw = (amount: number) => `${(balance -= amount)}`;
 *
 * const server = new ZMQReply('inproc://bank');
 * async function serve() {
 *   for await (const request of server) {
 *     await server.send(await replies.reply(request.text(0), () => withdraw(Number(request.text(1)))));
 *   }
 * }
 * const serving = serve();
 *
 * const client = new ZMQRequest('inproc://bank');
 * console.log(`${await client.request(['ada 1', '30'])}`); // 70
 * console.log(`${await client.request(['ada 1', '30'])}`); // 70
 * console.log(`${await client.request(['ada 2', '30'])}`); // 40
 * await Promise.all([server.close(), client.close(), serving]);
 * ```
 *
 * @see The guide of ZeroMQ, chapter 4, "Idempotent Services".
 */
export class ReplyCache {
  readonly #ttl: number;
  readonly #maxReplies: number;
  readonly #maxBytes: number;
  readonly #underWay = new Map<string, Promise<Message>>();
  /** The oldest first, which is also the first to be forgotten. */
  readonly #kept = new Map<string, KeptReply>();
  #bytes = 0;
  #repeated = 0;
  /** Forgets the oldest reply in time. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param options See {@link ReplyCacheOptions}.
   * @throws ZMQError `EINVAL` for a wrong option.
   */
  constructor(options: ReplyCacheOptions = {}) {
    checkArgumentCount('ReplyCache', arguments, 1);
    checkCallOptions('ReplyCache', options, REPLY_CACHE_OPTION_CHECKS);
    this.#ttl = options.ttl ?? DEFAULT_TTL_MS;
    this.#maxReplies = options.maxReplies ?? DEFAULT_REPLIES;
    this.#maxBytes = options.maxBytes ?? DEFAULT_BYTES;
  }

  /**
   * The reply to a request: the one that is kept, or that of a request with the same key that is being carried out, or else
   * what `handle` returns.
   *
   * @param key What requests that are the same have in common, and no others.
   * @param handle Carries out the request. Called at once, or not at all. What it throws rejects for all that wait for it, and
   * is not kept: the next request with this key is carried out.
   * @returns The reply, to be sent. Its bytes are a copy of those that `handle` returned.
   * @throws TypeError when `handle` returns no message, as a rejection; and what `handle` throws.
   */
  reply(key: RequestKey, handle: () => MessageInput | PromiseLike<MessageInput>): Promise<Message> {
    const name = textOfKey(key);
    this.#forgetOld();
    const known = this.#underWay.get(name) ?? this.#kept.get(name)?.reply;
    if (known !== undefined) {
      this.#repeated++;
      return known;
    }
    const reply = (async () => copyOf(await handle()))();
    this.#underWay.set(name, reply);
    void this.#settle(name, reply);
    return reply;
  }

  /** What it has, and how often it was of use. Cheap. */
  stats(): ReplyCacheStats {
    this.#forgetOld();
    return {
      replies: this.#kept.size,
      bytes: this.#bytes,
      underWay: this.#underWay.size,
      repeated: this.#repeated,
    };
  }

  async #settle(name: string, reply: Promise<Message>): Promise<void> {
    try {
      const message = await reply;
      this.#keep(name, reply, weightOfMessage(message) + name.length);
    } catch {
      // All that wait for it get the error; it is not kept.
    }
    this.#underWay.delete(name);
  }

  #keep(name: string, reply: Promise<Message>, bytes: number): void {
    if (this.#ttl === 0 || this.#maxReplies < 1 || bytes > this.#maxBytes) return;
    this.#kept.set(name, { reply, bytes, until: performance.now() + this.#ttl });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#kept.size <= this.#maxReplies && this.#bytes <= this.#maxBytes) break;
      this.#forget(oldest, kept);
    }
    this.#watch();
  }

  #forget(name: string, { bytes }: KeptReply): void {
    this.#kept.delete(name);
    this.#bytes -= bytes;
  }

  #forgetOld(): void {
    const now = performance.now();
    for (const [name, kept] of this.#kept) {
      if (kept.until > now) break;
      this.#forget(name, kept);
    }
  }

  /** All are kept equally long, so one timer is enough: for the oldest. */
  #watch(): void {
    const [oldest] = this.#kept.values();
    if (this.#timer !== undefined || oldest === undefined || this.#ttl === Infinity) return;
    const onTimer = (): void => {
      this.#timer = undefined;
      this.#forgetOld();
      this.#watch();
    };
    const wait = Math.max(1, Math.ceil(oldest.until - performance.now()));
    this.#timer = unref(setTimeout(onTimer, Math.min(wait, MAX_TIMER_MS)));
  }
}

/** A message with bytes of its own: a handler may use its buffers again. */
function copyOf(reply: MessageInput): Message {
  const outgoing = toOutgoing(reply);
  if (typeof outgoing === 'string') return new Message(outgoing);
  const frames = outgoing instanceof Uint8Array ? [outgoing] : outgoing;
  return new Message(frames.map((frame) => (typeof frame === 'string' ? frame : new Uint8Array(frame))));
}
