import type { FanOutMember, Message } from '@zeromq-ts/core/spi';
import { RingQueue } from '@zeromq-ts/core/spi';
import { MOST_NEWS, MOST_NEWS_OCTETS } from './subscription-limits.js';

/** Whose subscription it is; undefined when it is another message. */
export type Subject = FanOutMember | 'gone' | undefined;

/** What waits for the application at an XPUB: a subscription or its end, or a message that came before one. */
export interface News {
  readonly message: Message;
  readonly subject: Subject;
}

/** The news of an XPUB, the oldest first. Peers make them as they like, so there is an end to how many are kept. */
export class NewsQueue {
  readonly #queue = new RingQueue<News>();
  /** In the subscriptions. */
  #octets = 0;
  #messages = 0;

  get length(): number {
    return this.#queue.length;
  }

  /** How many of them are other messages than subscriptions. */
  get messages(): number {
    return this.#messages;
  }

  /** @returns how many of the oldest had to go. */
  push(news: News): number {
    this.#queue.push(news);
    this.#count(news, 1);
    let forgotten = 0;
    while (this.#queue.length > MOST_NEWS || (this.#octets > MOST_NEWS_OCTETS && this.#queue.length > 1)) {
      this.shift();
      forgotten++;
    }
    return forgotten;
  }

  shift(): News | undefined {
    const news = this.#queue.shift();
    if (news === undefined) return undefined;
    this.#count(news, -1);
    return news;
  }

  #count({ message, subject }: News, sign: 1 | -1): void {
    if (subject === undefined) this.#messages += sign;
    else this.#octets += sign * message.size;
  }
}
