import { belowMethod } from '../errors/caller-stack.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { MessageInput } from '../message/input.js';
import { toOutgoing } from '../message/input.js';
import type { WaitOptions } from '../options/timing.js';
import type { ConnectionState } from './connected-peers.js';
import { performance } from '../runtime/timers.js';
import { SendLimits } from './send-limits.js';

/** What a {@link PeerGate} needs of its socket. */
export interface PeerGateHost {
  readonly closed: boolean;
  readonly sendTimeout: number;
  readonly sender: { send(message: MessageInput, limits?: SendLimits): Promise<boolean> };
  readonly peerCount: number;
  /** Sends no longer wait here. */
  roomChanged(): void;
  connectionState(): ConnectionState;
  waitFor(condition: () => boolean, what: string, options: WaitOptions): Promise<void>;
}

/** Holds sends back while no peer is connected, and rejects those for which none comes in time (option `peerTimeout`). */
export class PeerGate {
  readonly #host: PeerGateHost;
  /** In milliseconds. */
  readonly #timeout: number;
  #waiting = 0;

  constructor(host: PeerGateHost, timeout: number) {
    this.#host = host;
    this.#timeout = timeout;
  }

  /** Whether a send need not wait here. */
  get open(): boolean {
    return this.#waiting === 0 && this.#host.peerCount > 0;
  }

  /**
   * Sends a message when a peer is connected; in the order of the calls. As other waiting sends, one that `close` ends is no
   * unhandled rejection.
   */
  send(message: MessageInput, options?: WaitOptions, limits?: SendLimits): Promise<boolean> {
    const sent = this.#send(message, options, limits);
    const result = new Promise<boolean>((resolve, reject) => {
      sent.then(resolve, (error: unknown) => {
        reject(error);
        if (this.#host.closed) result.catch(() => {});
      });
    });
    return result;
  }

  async #send(message: MessageInput, options: WaitOptions = {}, limits?: SendLimits): Promise<boolean> {
    const outgoing = toOutgoing(message);
    const { timeout = this.#host.sendTimeout, signal } = options;
    const began = performance.now();
    this.#waiting++;
    try {
      await this.pass({ timeout, signal });
    } catch (error) {
      throw error instanceof ZMQError ? belowMethod(error, 'send') : error;
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#host.roomChanged();
    }
    // The time that it has waited for a peer is part of its timeout.
    return this.#host.sender.send(outgoing, timeout === Infinity ? limits : new SendLimits(timeout, signal, began));
  }

  /**
   * Resolves when a peer is connected.
   *
   * @throws ZMQError `EHOSTUNREACH` when none is in time, `EAGAIN` after a timeout of the call that is shorter.
   */
  async pass({ timeout = Infinity, signal }: WaitOptions): Promise<void> {
    const host = this.#host;
    try {
      const limit = Math.min(timeout, this.#timeout);
      await host.waitFor(() => host.peerCount > 0, 'No peer was connected', { timeout: limit, signal });
    } catch (error) {
      if (!(error instanceof ZMQError) || error.code !== 'EAGAIN' || timeout < this.#timeout) throw error;
      const { text, cause } = host.connectionState();
      const what = `There is no peer to send to: none was connected within peerTimeout, ${this.#timeout} ms.`;
      throw new ZMQError('EHOSTUNREACH', `${what} ${text}`, { cause });
    }
  }
}
