import type { FanOutMember, Message, PeerInfo } from '@zeromq-ts/core/spi';
import { binaryKey, RingQueue, weightOfMessage } from '@zeromq-ts/core/spi';
import { MAX_NEWS_BYTES, NEWS_OVERHEAD_BYTES } from './subscription-limits.js';
import { subscriptionMessage } from './subscription-message.js';

/** Whose subscription it is. */
export type Subject = FanOutMember | 'gone';

/** A subscription or its end. The message is made when it is received: until then a string is all it takes. */
interface Change {
  readonly begins: boolean;
  /** One character for each byte. */
  readonly topic: string;
  readonly subject: Subject;
  /** Who has subscribed, or ended a subscription. */
  readonly peer: PeerInfo;
}

/** What is received. */
export interface News {
  readonly message: Message;
  /** Undefined: it is no subscription. */
  readonly subject: Subject | undefined;
}

/**
 * The messages to be received at an XPUB, oldest first: subscriptions, unsubscriptions, and messages of peers. Peers
 * can send any number of them, so the oldest are dropped when all together exceed {@link MAX_NEWS_BYTES}.
 */
export class PendingSubscriptions {
  readonly #queue = new RingQueue<Change | Message>();
  /** What the subscriptions cost. */
  #bytes = 0;
  #messages = 0;
  #messageBytes = 0;

  get length(): number {
    return this.#queue.length;
  }

  /** How many of them are other messages than subscriptions. */
  get messages(): number {
    return this.#messages;
  }

  /** What these count. */
  get messageBytes(): number {
    return this.#messageBytes;
  }

  pushMessage(message: Message): void {
    this.#queue.push(message);
    this.#messages++;
    this.#messageBytes += weightOfMessage(message);
  }

  /** @returns How many of the oldest had to go. */
  pushChange(begins: boolean, topic: Uint8Array, subject: Subject, peer: PeerInfo): number {
    this.#queue.push({ begins, topic: binaryKey(topic), subject, peer });
    this.#bytes += topic.byteLength + NEWS_OVERHEAD_BYTES;
    let forgotten = 0;
    while (this.#bytes > MAX_NEWS_BYTES && this.#queue.length > 1) {
      this.#take();
      forgotten++;
    }
    return forgotten;
  }

  shift(): News | undefined {
    const news = this.#take();
    if (news === undefined) return undefined;
    if (!('begins' in news)) return { message: news, subject: undefined };
    return { message: subscriptionMessage(news.begins, news.topic, news.peer), subject: news.subject };
  }

  #take(): Change | Message | undefined {
    const news = this.#queue.shift();
    if (news === undefined) return undefined;
    if ('begins' in news) {
      this.#bytes -= news.topic.length + NEWS_OVERHEAD_BYTES;
    } else {
      this.#messages--;
      this.#messageBytes -= weightOfMessage(news);
    }
    return news;
  }
}
