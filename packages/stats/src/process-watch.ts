import type { ZMQContext } from '@zeromq-ts/core';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { decodeSnapshot } from './decode-snapshot.js';
import { MAX_SNAPSHOT_BYTES, type ProcessSnapshot } from './snapshot.js';

/** What is known of a process that exposes its figures. */
export interface WatchedProcess {
  readonly endpoint: string;
  /** Whether it is connected now. */
  readonly connected: boolean;
  /** The last snapshot; `undefined` before the first. */
  readonly snapshot: ProcessSnapshot | undefined;
  /** The snapshot before the last one, if it is of the same process. */
  readonly previous: ProcessSnapshot | undefined;
  /** When the last snapshot arrived, in milliseconds since 1970 by the clock of this machine; 0 before the first. */
  readonly received: number;
  /** How many messages were no snapshots. */
  readonly malformed: number;
}

/** The subscription to one process. */
export class ProcessWatch {
  readonly #subscriber: ZMQSubscriber;
  readonly #changed: (watch: ProcessWatch) => void;
  #state: WatchedProcess;

  /**
   * @param changed Called after each change of the state.
   * @throws ZMQError as `connect` does.
   */
  constructor(endpoint: string, context: ZMQContext, changed: (watch: ProcessWatch) => void) {
    this.#changed = changed;
    this.#state = { endpoint, connected: false, snapshot: undefined, previous: undefined, received: 0, malformed: 0 };
    this.#subscriber = new ZMQSubscriber(undefined, undefined, {
      context,
      engine: 'zmtp',
      // Only the newest snapshot is of interest.
      conflate: true,
      maxMessageSize: MAX_SNAPSHOT_BYTES,
      linger: 0,
    });
    this.#subscriber.on('handshake-succeeded', () => this.#set({ connected: true }));
    this.#subscriber.on('disconnected', () => this.#set({ connected: false }));
    this.#subscriber.subscribe('');
    this.#subscriber.connect(endpoint);
    void this.#read();
  }

  get state(): WatchedProcess {
    return this.#state;
  }

  close(): Promise<void> {
    return this.#subscriber.close();
  }

  async #read(): Promise<void> {
    for await (const message of this.#subscriber) {
      const { snapshot: before, malformed } = this.#state;
      const snapshot = message.length === 1 ? decodeSnapshot(message.frame(0)) : undefined;
      if (snapshot === undefined) {
        this.#set({ malformed: malformed + 1 });
        continue;
      }
      const previous = before?.started === snapshot.started && before.pid === snapshot.pid ? before : undefined;
      this.#set({ snapshot, previous, received: Date.now() });
    }
  }

  #set(change: Partial<WatchedProcess>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed(this);
  }
}
