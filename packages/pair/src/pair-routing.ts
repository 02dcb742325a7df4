import type { Message, Outgoing, Pipe, Routing } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

const TAKEN = 'This ZMQPair already has a peer. A PAIR has one peer at a time.';

/**
 * The routing of a PAIR (RFC 31): one peer, which is the first to connect, or the endpoint that it has connected to.
 * Further peers are rejected before READY, so that they keep their queued messages. A peer that retries gets the place
 * once it is free, which is as soon as the last peer can no longer be written to. Messages of the last peer are
 * received first.
 */
export class PairRouting implements Routing {
  #partner: Pipe | undefined;
  /** READY was sent to a peer, whose handshake has not ended yet. */
  #reserved = false;
  /** Endpoints that were connected while the place was taken. */
  readonly #others = new Set<Pipe>();
  /** Former partners, in the order of their leaving, until all that they have sent is received. */
  readonly #former = new Set<Pipe>();

  reserve(pipe: Pipe | undefined): () => void {
    if (pipe !== this.#partner || this.#reserved) throw new ZMQError('ECONNREFUSED', TAKEN);
    this.#reserved = true;
    return () => {
      this.#reserved = false;
    };
  }

  attached(pipe: Pipe): void {
    if (this.#partner === undefined) this.#partner = pipe;
    else this.#others.add(pipe);
  }

  established(pipe: Pipe): void {
    // Another endpoint may have been connected since the place was reserved.
    if (pipe !== this.#partner) pipe.drop(new ZMQError('ECONNREFUSED', TAKEN));
  }

  retired(pipe: Pipe): void {
    this.#others.delete(pipe);
    if (pipe !== this.#partner) return;
    this.#former.add(pipe);
    const [next] = this.#others;
    if (next !== undefined) this.#others.delete(next);
    this.#partner = next;
  }

  detached(pipe: Pipe): void {
    this.#former.delete(pipe);
  }

  readable(): void {}

  writable(): void {}

  send(message: Outgoing): boolean {
    const partner = this.#partner;
    if (partner === undefined || !partner.writable) return false;
    partner.write(message);
    return true;
  }

  hasRoom(): boolean {
    return this.#partner?.writable === true;
  }

  hasMessage(): boolean {
    for (const former of this.#former) if (former.readable) return true;
    return this.#partner?.readable === true;
  }

  receive(): Message | undefined {
    if (this.#former.size > 0) {
      for (const former of this.#former) {
        const message = former.read();
        if (message !== undefined) return message;
      }
    }
    return this.#partner?.read();
  }
}
