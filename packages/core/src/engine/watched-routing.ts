import type { PeerCommand } from '../message/peer-command.js';
import type { PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import type { Pipe } from '../routing/pipe.js';
import type { Routing } from '../routing/routing.js';

const nothing = (): void => {};

/**
 * The routing of a socket, and the one rule about sends that wait: after every change of its state they are tried again.
 *
 * Only the pattern knows which changes make room for which message: a pipe is attached, a full subscriber leaves or
 * cancels its topic, a request is abandoned. So every change passes through here and retries waiting sends; `changed`
 * costs a comparison while no send waits. Exceptions are sending, receiving, and incoming messages, which make no room.
 */
export class WatchedRouting implements Required<Routing> {
  readonly #routing: Routing;
  readonly #changed: () => void;

  /** @param changed - Tries waiting sends again; not from inside this call. */
  constructor(routing: Routing, changed: () => void) {
    this.#routing = routing;
    this.#changed = changed;
  }

  get held(): number {
    return this.#routing.held ?? 0;
  }

  get heldMessages(): number {
    return this.#routing.heldMessages ?? 0;
  }

  send(message: Outgoing): boolean {
    return this.#routing.send(message);
  }

  receive(): Message | undefined {
    return this.#routing.receive();
  }

  checkRoutingId(id: Uint8Array): void {
    this.#routing.checkRoutingId?.(id);
  }

  routingIdOf(pipe: Pipe): Uint8Array | undefined {
    return this.#routing.routingIdOf?.(pipe);
  }

  hasMessage(): boolean {
    return this.#routing.hasMessage?.() ?? true;
  }

  hasRoom(): boolean {
    return this.#routing.hasRoom?.() ?? true;
  }

  readable(pipe: Pipe): void {
    this.#routing.readable(pipe);
  }

  reserve(pipe: Pipe | undefined): () => void {
    return this.#routing.reserve?.(pipe) ?? nothing;
  }

  survives(pipe: Pipe, next: PeerInfo | undefined): boolean {
    return this.#routing.survives?.(pipe, next) ?? true;
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#routing.hasSubscriber?.(topic) ?? false;
  }

  subscriberCount(topic: Uint8Array | undefined): number {
    return this.#routing.subscriberCount?.(topic) ?? 0;
  }

  confirmations(number: number): number {
    return this.#routing.confirmations?.(number) ?? 0;
  }

  attached(pipe: Pipe): void {
    this.#routing.attached(pipe);
    this.#changed();
  }

  established(pipe: Pipe): void {
    this.#routing.established?.(pipe);
    this.#changed();
  }

  lost(pipe: Pipe): void {
    this.#routing.lost?.(pipe);
    this.#changed();
  }

  retired(pipe: Pipe): void {
    this.#routing.retired?.(pipe);
    this.#changed();
  }

  unsent(pipe: Pipe, count: number): void {
    this.#routing.unsent?.(pipe, count);
    this.#changed();
  }

  detached(pipe: Pipe): void {
    this.#routing.detached(pipe);
    this.#changed();
  }

  writable(pipe: Pipe): void {
    this.#routing.writable(pipe);
    this.#changed();
  }

  peerCommand(pipe: Pipe, command: PeerCommand): void {
    this.#routing.peerCommand?.(pipe, command);
    this.#changed();
  }

  command(command: PeerCommand): void {
    this.#routing.command?.(command);
    this.#changed();
  }

  optionsChanged(): void {
    this.#routing.optionsChanged?.();
    this.#changed();
  }

  abandonRequest(): void {
    this.#routing.abandonRequest?.();
    this.#changed();
  }
}
