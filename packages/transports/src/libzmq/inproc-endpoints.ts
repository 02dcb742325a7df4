import { clearTimeout, MAX_TIMER_MS, setTimeout } from '@zeromq-ts/core/spi';
import type { InprocEmulation, InprocSocket } from './inproc-emulation.js';
import { inWorkerThread } from './worker-thread.js';

/**
 * The `inproc` endpoints of one socket, in the directory of its context.
 *
 * A closing socket delivers what its connections still have to a peer that binds within linger; libzmq itself would
 * wait for that bind without limit.
 */
export class InprocEndpoints {
  readonly #directory: InprocEmulation;
  readonly #socket: InprocSocket;
  readonly #bound = new Set<string>();
  #onHandedOver: () => void = () => {};

  constructor(directory: InprocEmulation, socket: Omit<InprocSocket, 'handedOver'>) {
    this.#directory = directory;
    this.#socket = { ...socket, handedOver: () => this.#onHandedOver() };
  }

  /** The number of bound endpoints. */
  get boundCount(): number {
    return this.#bound.size;
  }

  /** An endpoint has been bound natively. */
  bound(endpoint: string): void {
    this.#bound.add(endpoint);
    this.#directory.bind(endpoint, this.#socket);
  }

  /** @returns false when the endpoint is none of these. */
  unbind(endpoint: string): boolean {
    if (!this.#bound.delete(endpoint)) return false;
    this.#socket.detach(endpoint);
    this.#directory.unbind(endpoint, this.#socket);
    return true;
  }

  connect(endpoint: string): void {
    this.#directory.connect(endpoint, this.#socket);
  }

  /** @returns whether the socket is still connected to the endpoint, because it was so more than once. */
  disconnect(endpoint: string): boolean {
    return this.#directory.disconnect(endpoint, this.#socket);
  }

  /** To be called before the native socket is closed. */
  beginClose(): void {
    for (const endpoint of this.#bound) this.#socket.detach(endpoint);
    this.#directory.beginClose(this.#socket);
  }

  /** To be called after that; resolves when all is delivered, or linger has expired. */
  async endClose(linger: number): Promise<void> {
    const directory = this.#directory;
    // A worker cannot know whether the name is bound in another thread: libzmq delivers, then or later.
    if (linger > 0 && !inWorkerThread() && directory.waits(this.#socket)) await this.#delivered(linger);
    directory.endClose(this.#socket);
  }

  async #delivered(linger: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#onHandedOver = () => {
        if (!this.#directory.waits(this.#socket)) resolve();
      };
      timer = setTimeout(resolve, Math.min(linger, MAX_TIMER_MS));
    });
    clearTimeout(timer);
  }
}
