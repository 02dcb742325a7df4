/** What was wrong with the messages of a measurement. */
export interface SequenceFaults {
  /** Numbers that were skipped, and did not come later. */
  readonly lost: number;
  /** Numbers that came twice, or after a larger one. */
  readonly disordered: number;
  /** Messages of another size. */
  readonly wrongSize: number;
}

/** Looks at the numbers of the messages of each sender. */
export class SequenceCheck {
  readonly #next = new Map<number, number>();
  readonly #announced = new Map<number, number>();
  #disordered = 0;
  wrongSize = 0;

  /** A message with this number has arrived. */
  see(sender: number, number: number): void {
    if (number < (this.#next.get(sender) ?? 0)) this.#disordered++;
    else this.#next.set(sender, number + 1);
  }

  /** A sender has said how many it has sent. @returns how many senders have done so. */
  announce(sender: number, sent: number): number {
    this.#announced.set(sender, sent);
    return this.#announced.size;
  }

  /** @param received All messages that have arrived; @param expected all that were sent, if no sender has said it. */
  faults(received: number, expected: number | undefined): SequenceFaults {
    const announced = [...this.#announced.values()].reduce((sum, count) => sum + count, 0);
    const sent = this.#announced.size > 0 ? announced : (expected ?? received);
    return { lost: Math.max(0, sent - received), disordered: this.#disordered, wrongSize: this.wrongSize };
  }
}
