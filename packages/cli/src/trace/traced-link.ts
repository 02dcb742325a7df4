import type { DropReason, Message, PeerInfo } from '@zeromq-ts/core';
import type { LinkEvents, PeerCommand, PeerLink } from '@zeromq-ts/core/spi';

/** Gets each command that passes between two sockets: `in` from the peer, `out` to it. */
export type CommandListener = (direction: 'in' | 'out', command: PeerCommand, peer: PeerInfo) => void;

/** A link to a peer that says which commands it takes. Everything else is that of the link. */
export class TracedLink implements PeerLink {
  readonly #link: PeerLink;
  readonly #listener: CommandListener;

  constructor(link: PeerLink, listener: CommandListener) {
    this.#link = link;
    this.#listener = listener;
  }

  get peer(): PeerInfo {
    return this.#link.peer;
  }

  get synchronous(): boolean {
    return this.#link.synchronous;
  }

  get over(): boolean {
    return this.#link.over;
  }

  get maxFrameBytes(): number {
    return this.#link.maxFrameBytes;
  }

  get flushed(): boolean {
    return this.#link.flushed;
  }

  send(message: Parameters<PeerLink['send']>[0]): boolean {
    return this.#link.send(message);
  }

  sendCommand(command: PeerCommand): void {
    this.#listener('out', command, this.#link.peer);
    this.#link.sendCommand(command);
  }

  resume(): void {
    this.#link.resume();
  }

  halt(): void {
    this.#link.halt();
  }

  end(): void {
    this.#link.end();
  }

  destroy(error?: Error): void {
    this.#link.destroy(error);
  }
}

/** What stands above a link, and says which commands it gets. */
export class TracedEvents implements LinkEvents {
  readonly #events: LinkEvents;
  readonly #peer: PeerInfo;
  readonly #listener: CommandListener;

  constructor(events: LinkEvents, peer: PeerInfo, listener: CommandListener) {
    this.#events = events;
    this.#peer = peer;
    this.#listener = listener;
  }

  message(message: Message): boolean {
    return this.#events.message(message);
  }

  command(command: PeerCommand): void {
    this.#listener('in', command, this.#peer);
    this.#events.command(command);
  }

  batchEnd(): void {
    this.#events.batchEnd();
  }

  dropped(reason: DropReason, count: number): void {
    this.#events.dropped(reason, count);
  }

  drained(): void {
    this.#events.drained();
  }

  held(): void {
    this.#events.held();
  }

  writeClosed(): void {
    this.#events.writeClosed();
  }

  closed(error: Error | undefined): void {
    this.#events.closed(error);
  }
}
