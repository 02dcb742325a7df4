import type { NativeError, NativeEvent, NativeObserver, NativeSocket } from './native-binding.js';
import { clearTimeout, setImmediate, setTimeout } from '@zeromq-ts/core/spi';

/** Why news of the monitor cannot wait. A bit each. */
export const HOLDS = { receive: 1, send: 2, watch: 4, bind: 8, close: 16, unbind: 32 } as const;

type Hold = (typeof HOLDS)[keyof typeof HOLDS];

/** Cannot be bound on any system, without touching anything. */
const CANARY = 'ipc:///dev/null/zeromq-ts';
const CANARY_PATH = CANARY.slice('ipc://'.length);

/** How long after the last hold the monitor stops keeping the process alive, in milliseconds. */
const MIN_DELAY_MS = 10;
const MIN_POLL_INTERVAL_MS = 20;
const MAX_POLL_INTERVAL_MS = 250;

type Tell = (error: NativeError | undefined) => void;

/** The callbacks of a {@link Monitor}. */
export interface MonitorOptions {
  readonly socket: NativeSocket;
  /** Whether anything can happen at all: the socket is bound or connected. */
  busy(): boolean;
  event(event: NativeEvent): void;
  /** Called at every poll while no call waits, for other periodic work. */
  sweep(): void;
  /** A native call has looked into the socket. */
  touched(): void;
}

/**
 * Reads libzmq's monitor events.
 *
 * They have to be read: the queue holds 1000 of them, and a full one blocks libzmq's I/O thread. But a pending read
 * keeps the process alive and cannot be cancelled. So there are two modes. While a call waits, which keeps the process
 * alive anyway, a read is always pending. Otherwise an unref'd timer polls: it reads all events, which leaves a read
 * pending, and then ends that read with a canary: a bind that always fails, for which libzmq emits the events `close`
 * and `bind:error` with this address.
 *
 * ```
 *            hold                       all holds end
 *   idle ───────────> armed  ──────────────────────────────> soon
 *    │ ^                                                      │
 *    │ └── canary came back <── canary <── nothing left <── read all
 *    └───────────── after a pause ─────────────────────────────^
 * ```
 */
export class Monitor {
  readonly #options: MonitorOptions;
  /** Who waits to be told why a bind has failed, by address. */
  readonly #failedBinds = new Map<string, Tell[]>();
  readonly #closingListeners = new Map<string, () => void>();
  #observer: NativeObserver | undefined;
  #end: () => void = () => {};
  #over = false;
  #holds = 0;
  #reading = false;
  #canaryOut = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon = false;
  #pause = MIN_POLL_INTERVAL_MS;
  #eventful = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /**
   * Begins to observe; to be called before the first endpoint outside this process is bound or connected. A socket
   * that has only `inproc` endpoints is better off without: libzmq raises no events for those, except for the end of
   * the socket, and that one only when every peer has read all that there was for it.
   */
  start(): void {
    if (this.#observer !== undefined) return;
    this.#observer = this.#options.socket.events;
    if (this.#holds !== 0) this.#read();
  }

  /**
   * Resolves when libzmq has finished with the closed socket: everything is handed over, or linger has expired. The
   * observer must not be closed before: libzmq would block while it writes the last event.
   */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      if (this.#observer === undefined || this.#over) this.#finish();
      else this.hold(HOLDS.close, true);
    });
  }

  /** Begins or ends a hold. */
  hold(hold: Hold, on: boolean): void {
    const before = this.#holds;
    this.#holds = on ? before | hold : before & ~hold;
    if (this.#holds !== 0) this.#read();
    else if (before !== 0 && !this.#soon) {
      // A busy socket waits and stops waiting all the time: one timer for all of it.
      this.#lookAfter(MIN_DELAY_MS);
      this.#soon = true;
    }
  }

  /** Something is about to happen: look often for a while. */
  expect(): void {
    this.#pause = MIN_POLL_INTERVAL_MS;
    this.#lookAfter(MIN_POLL_INTERVAL_MS);
  }

  /**
   * Why a bind has failed. The errno of zmq_bind does not say: raising the event about it may overwrite it.
   *
   * @param address The endpoint as the event names it: without its protocol.
   */
  async bindFailure(address: string): Promise<NativeError | undefined> {
    if (this.#over) return undefined;
    const waiting = this.#failedBinds.get(address) ?? [];
    this.#failedBinds.set(address, waiting);
    this.hold(HOLDS.bind, true);
    const error = await new Promise<NativeError | undefined>((resolve) => waiting.push(resolve));
    this.#failedBinds.delete(address);
    if (this.#failedBinds.size === 0) this.hold(HOLDS.bind, false);
    return error;
  }

  /** Resolves when the listener of an endpoint that has been unbound is closed: libzmq's own thread does it. */
  async listenerClosed(endpoint: string): Promise<void> {
    if (this.#over || this.#observer === undefined) return;
    const closed = new Promise<void>((resolve) => this.#closingListeners.set(endpoint, resolve));
    this.hold(HOLDS.unbind, true);
    await closed;
    this.#closingListeners.delete(endpoint);
    if (this.#closingListeners.size === 0) this.hold(HOLDS.unbind, false);
  }

  #read(): void {
    if (this.#observer === undefined || this.#reading || this.#over) return;
    this.#reading = true;
    try {
      this.#observer.receive().then(this.#received, this.#failed);
    } catch {
      this.#finish();
    }
  }

  readonly #received = (event: NativeEvent | undefined): void => {
    this.#reading = false;
    if (this.#over) return;
    if (event === undefined || event.type === 'end') this.#finish();
    else if (event.address === CANARY_PATH && event.type === 'bind:error') this.#canaryBack();
    else {
      if (event.address !== CANARY) this.#pass(event);
      this.#read();
    }
  };

  readonly #failed = (): void => {
    this.#reading = false;
    this.#finish();
  };

  #pass(event: NativeEvent): void {
    this.#eventful = true;
    // An error is also reported when the listener is closed and its file has been removed.
    if (event.type === 'close' || event.type === 'close:error') this.#closingListeners.get(event.address ?? '')?.();
    if (event.type === 'bind:error') this.#tellFailure(event.address ?? '', event.error);
    else this.#options.event(event);
  }

  #tellFailure(address: string, error: NativeError | undefined): void {
    for (const tell of this.#failedBinds.get(address) ?? []) tell(error);
  }

  #canaryBack(): void {
    this.#canaryOut = false;
    if (this.#holds === 0) this.#rest();
    else this.#read();
  }

  #rest(): void {
    this.#pause = this.#eventful ? MIN_POLL_INTERVAL_MS : Math.min(this.#pause * 2, MAX_POLL_INTERVAL_MS);
    this.#eventful = false;
    if (this.#options.busy()) this.#lookAfter(this.#pause);
  }

  #lookAfter(milliseconds: number): void {
    if (this.#over) return;
    clearTimeout(this.#timer);
    this.#soon = false;
    this.#timer = setTimeout(this.#look, milliseconds);
    this.#timer.unref();
  }

  readonly #look = (): void => {
    this.#soon = false;
    if (this.#over || this.#holds !== 0) return;
    this.#options.sweep();
    if (this.#observer === undefined) {
      this.#rest();
      return;
    }
    this.#read();
    // By then every event that was there has been read, each in a microtask, and the next read is pending.
    setImmediate(this.#disarm);
  };

  readonly #disarm = (): void => {
    // Never while events are queued: emitting another one waits for room, and no read is pending.
    if (this.#over || this.#holds !== 0 || !this.#reading || this.#canaryOut) return;
    this.#canaryOut = true;
    try {
      this.#options.socket.bindSync(CANARY);
    } catch {
      // As intended.
    }
    this.#options.touched();
  };

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    for (const address of this.#failedBinds.keys()) this.#tellFailure(address, undefined);
    for (const resolve of this.#closingListeners.values()) resolve();
    this.#end();
  }
}
