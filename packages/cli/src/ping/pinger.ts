import { once } from 'node:events';
import type { Socket } from 'node:net';
import { performance } from '@zeromq-ts/core/spi';
import { openConnection } from '../probe/connect.js';
import { GREETING_BYTES, greetingFor } from '../probe/greeting.js';
import type { Target } from '../probe/target.js';
import { CommandFrames } from './frames.js';
import { numberOfPong, ping, pong, ready } from './wire.js';

/** A connection to a peer that answers PING with PONG. */
export class Pinger {
  readonly #socket: Socket;
  readonly #frames = new CommandFrames();
  readonly #waiting = new Map<number, (ms: number | undefined) => void>();
  readonly #ready = new AbortController();
  #greetingLeft = GREETING_BYTES;
  #count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onClose());
  }

  /**
   * Connects as a socket of this type, with NULL.
   *
   * @param signal Ends the attempt: the promise is rejected with its reason.
   * @returns `undefined` when the peer closes the connection before it is ready.
   */
  static async open(target: Target, socketType: string, signal: AbortSignal): Promise<Pinger | undefined> {
    const { socket } = await openConnection(target, signal);
    const pinger = new Pinger(socket);
    socket.write(Buffer.concat([greetingFor('NULL'), ready(socketType)]));
    try {
      if (!pinger.#ready.signal.aborted) await once(pinger.#ready.signal, 'abort', { signal });
    } catch {
      pinger.close();
      throw signal.reason;
    }
    return socket.destroyed ? undefined : pinger;
  }

  /** Sends a PING. @returns The milliseconds until its PONG; `undefined` when the signal aborts or the connection ends first. */
  ping(signal: AbortSignal): Promise<number | undefined> {
    const number = this.#count++;
    const started = performance.now();
    return new Promise((resolve) => {
      const lost = (): void => settle(undefined);
      const settle = (ms: number | undefined): void => {
        this.#waiting.delete(number);
        signal.removeEventListener('abort', lost);
        resolve(ms);
      };
      if (signal.aborted || this.#socket.destroyed) return settle(undefined);
      signal.addEventListener('abort', lost, { once: true });
      this.#waiting.set(number, (now) => settle(now === undefined ? undefined : now - started));
      this.#socket.write(ping(number));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    const now = performance.now();
    const greeted = Math.min(this.#greetingLeft, chunk.length);
    this.#greetingLeft -= greeted;
    for (const { name, data } of this.#frames.push(chunk.subarray(greeted))) {
      if (name === 'READY') this.#ready.abort();
      else if (name === 'PING') this.#socket.write(pong(data));
      else if (name === 'PONG') this.#waiting.get(numberOfPong(data) ?? -1)?.(now);
      else if (name === 'ERROR') this.#socket.destroy();
    }
  }

  #onClose(): void {
    this.#ready.abort();
    for (const settle of this.#waiting.values()) settle(undefined);
  }
}
