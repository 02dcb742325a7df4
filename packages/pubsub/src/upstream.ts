import type { PeerCommand, Pipe } from '@zeromq-ts/core/spi';
import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { TopicCounts } from './topic-counts.js';

/**
 * The subscriptions of a SUB or XSUB, of which all of its publishers are told: those that are there when it changes,
 * and whoever comes later of each topic once, before anything else is sent to it (RFC 29).
 */
export class Upstream {
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
   * @param repeat Whether publishers are told of another subscription to the same topic, too.
   * @returns Whether it is the first subscription to the topic.
   */
  subscribe(topic: Uint8Array, repeat: boolean): boolean {
    const first = this.#counts.add(topic);
    if (first || repeat) this.#tell(subscribeCommand(topic));
    return first;
  }

  /** @returns Whether it was the last subscription to the topic. Only then publishers are told. */
  unsubscribe(topic: Uint8Array): boolean {
    const last = this.#counts.remove(topic);
    if (last) this.#tell(cancelCommand(topic));
    return last;
  }

  #tell(command: PeerCommand): void {
    for (const pipe of this.#pipes) pipe.writeCommand(command);
  }
}
