import { BOUNDED, type Scope } from '../conformance/scope.js';
import type { AnySocket, Receiving, Sending, TestedSocketType } from './tested-socket-type.js';

/** What one test of a socket type works with. Its sockets are closed at the end. */
export class Stage {
  readonly scope: Scope;
  readonly tested: TestedSocketType;
  readonly peer: TestedSocketType;

  constructor(scope: Scope, tested: TestedSocketType) {
    this.scope = scope;
    this.tested = tested;
    this.peer = tested.peer ?? tested;
  }

  /** A socket of the tested type. */
  open(options: object = {}, endpoint?: string): AnySocket {
    return this.#create(this.tested, options, endpoint);
  }

  /** A socket of the type that it meets. */
  openPeer(options: object = {}, endpoint?: string): AnySocket {
    return this.#create(this.peer, options, endpoint);
  }

  /** A sender of the tested type that has bound, and a receiver that is connected to it. */
  async sender(options: object = {}): Promise<[Sending, Receiving]> {
    return this.#flow(this.open(options) as Sending, this.openPeer(options) as Receiving);
  }

  /** A receiver of the tested type that has bound, and a sender that is connected to it. */
  async receiver(options: object = {}): Promise<[Receiving, Sending]> {
    const [sender, receiver] = [this.openPeer(options) as Sending, this.open(options) as Receiving];
    await this.#flow(sender, receiver, receiver);
    return [receiver, sender];
  }

  async #flow(sender: Sending, receiver: Receiving, binder: AnySocket = sender): Promise<[Sending, Receiving]> {
    await this.scope.join(binder, binder === sender ? receiver : sender);
    await this.readyFor(sender, receiver);
    return [sender, receiver];
  }

  /** Waits until what one socket sends reaches the other one. */
  async readyFor(sender: Sending, receiver: Receiving): Promise<void> {
    await this.tested.ready?.(sender, receiver);
    if (this.peer !== this.tested) await this.peer.ready?.(sender, receiver);
  }

  #create(type: TestedSocketType, options: object, endpoint?: string): AnySocket {
    const { engine } = this.scope.pair.binder;
    return this.scope.adopt(type.create(endpoint, { engine, ...BOUNDED, ...type.options, ...options }));
  }
}
