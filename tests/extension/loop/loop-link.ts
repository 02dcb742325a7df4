import type { LinkEvents, LocalSocket, Message, Outgoing, PeerCommand, PeerInfo, PeerLink } from '@zeromq-ts/core/spi';
import { asFrame, encodeText, messageOfFrames, setImmediate } from '@zeromq-ts/core/spi';

/** How many messages are on their way in one direction before the sender is to wait. */
const MAX_QUEUED = 16;

type Item = { readonly message: Message } | { readonly command: PeerCommand };

/**
 * One end of a connection. What one end sends lies in a queue of the other, which gives it to its receiver in a later turn
 * of the event loop, for as long as that takes messages.
 */
export class LoopLink implements PeerLink {
  readonly synchronous = false;
  readonly peer: PeerInfo;
  readonly maxFrameBytes: number;
  readonly #peerCommands: readonly string[];
  /** What has been sent to this end, and not been handed up. */
  readonly #arriving: Item[] = [];
  #other!: LoopLink;
  #receiver: LinkEvents | undefined;
  #scheduled = false;
  #paused = false;
  #halted = false;
  #ending = false;
  #over = false;
  /** `send` has returned false, and `drained` has not been called since. */
  #owesDrained = false;

  private constructor(peer: PeerInfo, { definition, options }: LocalSocket) {
    this.peer = peer;
    this.maxFrameBytes = options.maxMessageSize;
    this.#peerCommands = definition.peerCommands ?? [];
  }

  /** Two ends of one connection: the first is that of `first`. */
  static pair(first: { info: PeerInfo; local: LocalSocket }, second: typeof first): [LoopLink, LoopLink] {
    const ends: [LoopLink, LoopLink] = [new LoopLink(second.info, second.local), new LoopLink(first.info, first.local)];
    ends[0].#other = ends[1];
    ends[1].#other = ends[0];
    return ends;
  }

  get over(): boolean {
    return this.#over;
  }

  get flushed(): boolean {
    return this.#other.#arriving.length === 0;
  }

  start(receiver: LinkEvents): void {
    this.#receiver = receiver;
    this.#schedule();
  }

  send(message: Outgoing): boolean {
    if (this.#over) return false;
    this.#other.#arrive({ message: messageOfFrames(framesOf(message), this.#other.peer) });
    if (this.#other.#arriving.length < MAX_QUEUED) return true;
    this.#owesDrained = true;
    return false;
  }

  sendCommand(command: PeerCommand): void {
    if (!this.#over && this.#peerCommands.includes(command.name)) this.#other.#arrive({ command });
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  halt(): void {
    this.#halted = true;
  }

  end(): void {
    this.#ending = true;
    this.#halted = true;
    this.#arriving.length = 0;
    this.#other.#schedule();
  }

  destroy(error?: Error): void {
    this.#finish(error);
  }

  #arrive(item: Item): void {
    // This end is being ended: what still comes in is thrown away.
    if (this.#ending) return;
    this.#arriving.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#over) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#over) return;
    // At most as many as are there now: what is sent meanwhile comes in the next turn.
    for (let left = this.#arriving.length; left > 0 && !this.#paused && !this.#halted; left--) {
      const item = this.#arriving.shift();
      if (item === undefined) break;
      if ('command' in item) receiver.command(item.command);
      else if (!receiver.message(item.message)) this.#paused = true;
    }
    receiver.batchEnd();
    const other = this.#other;
    if (this.#arriving.length > 0) {
      if (!this.#paused && !this.#halted) this.#schedule();
      return;
    }
    if (other.#owesDrained && !other.#over) {
      other.#owesDrained = false;
      other.#receiver?.drained();
    }
    if (other.#ending && this.#arriving.length === 0) this.#finish(undefined);
  }

  #finish(error: Error | undefined): void {
    if (this.#over) return;
    const other = this.#other;
    this.#over = true;
    other.#over = true;
    this.#receiver?.held();
    other.#receiver?.held();
    setImmediate(() => {
      this.#receiver?.closed(error);
      other.#receiver?.closed(undefined);
    });
  }
}

/** Copies: neither side sees what the other one does with its bytes. */
function framesOf(message: Outgoing): readonly Uint8Array[] {
  const frames = typeof message === 'string' || message instanceof Uint8Array ? [message] : message;
  return frames.map((frame) =>
    typeof frame === 'string' ? asFrame(Uint8Array.from(encodeText(frame))) : copyOf(frame),
  );
}

function copyOf(frame: Uint8Array): Uint8Array {
  const copy = new Uint8Array(frame.byteLength);
  // Throws when the bytes have been detached.
  copy.set(frame);
  return asFrame(copy);
}
