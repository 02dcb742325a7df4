import type { PeerCommand, Pipe } from '@zeromq-ts/core/spi';
import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { TopicCounts } from './topic-counts.js';

/**
 * Forwards the subscriptions of a SUB or XSUB to all of its publishers: changes to those that are connected, and each
 * topic once to a new publisher, before any other message (RFC 29).
 */
export class SubscriptionForwarder {
  readonly #counts = new TopicCounts();
  readonly #pipes = new Set<Pipe>();

  greet(pipe: Pipe): void {
    this.#pipes.add(pipe);
    for (const topic of this.#counts) pipe.writeCommand(subscribeCommand(topic));
  }

  leave(pipe: Pipe): void {
    this.#pipes.delete(pipe);
  }

  /**
   * @param repeat Whether repeated subscriptions to the same topic are also sent to publishers.
   * @returns Whether it is the first subscription to the topic.
   */
  subscribe(topic: Uint8Array, repeat: boolean): boolean {
    const first = this.#counts.add(topic);
    if (first || repeat) this.#tell(subscribeCommand(topic));
    return first;
  }

  /** @returns Whether it was the last subscription to the topic. Only then it is sent to publishers. */
  unsubscribe(topic: Uint8Array): boolean {
    const last = this.#counts.remove(topic);
    if (last) this.#tell(cancelCommand(topic));
    return last;
  }

  #tell(command: PeerCommand): void {
    for (const pipe of this.#pipes) pipe.writeCommand(command);
  }
}
