import type { PeerCommand, Pipe } from '@zeromq-ts/core/spi';
import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { confirmationNumber, confirmCommand } from './confirmation.js';
import { TopicCounts } from './topic-counts.js';

/**
 * Forwards the subscriptions of a SUB or XSUB to all of its publishers: changes to those that are connected, and each
 * topic once to a new publisher, before any other message (RFC 29).
 */
export class SubscriptionForwarder {
  readonly #counts = new TopicCounts();
  /** The publishers, each with the number that it has confirmed last. */
  readonly #pipes = new Map<Pipe, number>();
  #asked = 0;

  greet(pipe: Pipe): void {
    this.#pipes.set(pipe, 0);
    for (const topic of this.#counts) pipe.writeCommand(subscribeCommand(topic));
    if (this.#asked > 0) pipe.writeCommand(confirmCommand(this.#asked));
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

  /** Asks all publishers to confirm the subscriptions so far, and those that connect later. */
  ask(number: number): void {
    this.#asked = number;
    this.#tell(confirmCommand(number));
  }

  /** A publisher has answered. @returns Whether the answer says something new. */
  confirmed(pipe: Pipe, data: Uint8Array): boolean {
    const number = confirmationNumber(data);
    const last = this.#pipes.get(pipe);
    // What was never asked cannot be answered.
    if (number === undefined || last === undefined || number <= last || number > this.#asked) return false;
    this.#pipes.set(pipe, number);
    return true;
  }

  /** How many publishers have confirmed what was asked with this number. */
  confirmations(number: number): number {
    let count = 0;
    for (const last of this.#pipes.values()) if (last >= number) count++;
    return count;
  }

  #tell(command: PeerCommand): void {
    for (const pipe of this.#pipes.keys()) pipe.writeCommand(command);
  }
}
