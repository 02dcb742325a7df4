import type { LinkEvents, Message, Outgoing, PeerCommand, PeerInfo, PeerLink } from '@zeromq-ts/core/spi';
import { copyMessage } from './copy-message.js';
import { queueMicrotask } from '@zeromq-ts/core/spi';

/** The socket at the other end, as one end knows it. */
export interface InprocPeer extends Pick<PeerLink, 'peer' | 'maxFrameBytes'> {
  /** The names of the commands that it takes. */
  readonly peerCommands: readonly string[];
}

/**
 * One end of a connection between two sockets of this process. Messages go straight into the queue of the other side, as
 * copies: the bytes that a socket receives are its own.
 *
 * ```
 *   outgoing queue ── send ──> message ── incoming queue
 *        (SNDHWM)                            (RCVHWM)         together: the capacity of the connection
 * ```
 */
export class InprocLink implements PeerLink {
  readonly synchronous = true;
  readonly maxFrameBytes: number;
  readonly peer: PeerInfo;
  readonly #peerCommands: readonly string[];
  #other: InprocLink | undefined;
  #receiver: LinkEvents | undefined;
  /** What came before there was a receiver. */
  #early: (() => void)[] | undefined = [];
  /** The receiver takes no more for now. */
  #full = false;
  /** The receiver takes no more at all. */
  #halted = false;
  #over = false;

  private constructor({ peer, maxFrameBytes, peerCommands }: InprocPeer) {
    this.#peerCommands = peerCommands;
    this.peer = peer;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Two ends of one connection: the first is that of the socket whose peer is `first`. */
  static pair(first: InprocPeer, second: InprocPeer): [InprocLink, InprocLink] {
    const ends: [InprocLink, InprocLink] = [new InprocLink(first), new InprocLink(second)];
    ends[0].#other = ends[1];
    ends[1].#other = ends[0];
    return ends;
  }

  get flushed(): boolean {
    return true;
  }

  /** Whether this end takes no more messages. */
  get halted(): boolean {
    return this.#halted;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Says who stands above this end. */
  start(receiver: LinkEvents): void {
    this.#receiver = receiver;
    const early = this.#early ?? [];
    this.#early = undefined;
    // The other end may have been halted, or have ended, before there was anybody here to hear of it.
    if (this.#over || this.#other?.halted === true) receiver.held();
    for (const arrival of early) arrival();
  }

  send(message: Outgoing): boolean {
    const other = this.#other;
    if (other === undefined || this.#over) return true;
    return other.#take(copyMessage(message, other.peer));
  }

  sendCommand(command: PeerCommand): void {
    const other = this.#other;
    if (other !== undefined && this.#peerCommands.includes(command.name)) {
      other.#when((receiver) => receiver.command(command));
    }
  }

  resume(): void {
    if (!this.#full || this.#halted || this.#over) return;
    this.#full = false;
    const other = this.#other;
    if (other !== undefined) other.#receiver?.drained();
  }

  halt(): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#full = true;
    if (this.#other !== undefined) this.#other.#receiver?.held();
  }

  end(): void {
    this.#finish(undefined);
  }

  destroy(error?: Error): void {
    this.#finish(error);
  }

  #take(message: Message): boolean {
    const receiver = this.#receiver;
    if (receiver === undefined) {
      this.#early?.push(() => this.#take(message));
      return true;
    }
    this.#full = !receiver.message(message);
    receiver.batchEnd();
    return !this.#full;
  }

  #when(tell: (receiver: LinkEvents) => void): void {
    const receiver = this.#receiver;
    if (receiver === undefined) this.#early?.push(() => this.#when(tell));
    else if (!this.#over) tell(receiver);
  }

  #finish(error: Error | undefined): void {
    if (this.#over) return;
    const other = this.#other;
    this.#over = true;
    if (other !== undefined) other.#over = true;
    // At once: what is written until `closed` stays with its side.
    this.#receiver?.held();
    if (other !== undefined) other.#receiver?.held();
    queueMicrotask(() => {
      this.#other = undefined;
      this.#receiver?.closed(error);
      if (other === undefined) return;
      other.#other = undefined;
      other.#receiver?.closed(undefined);
    });
  }
}
