import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { Inbound } from './inbound.js';
import type { NativeSocketState } from './native-socket-state.js';

/** How often the commands of a connection that is ending are processed, in milliseconds. */
export const MIN_PROCESS_INTERVAL_MS = 1;
export const MAX_PROCESS_INTERVAL_MS = 8;
/** The same where nothing shows the end, and what comes too early is lost: on a busy machine, threads of libzmq are late. */
export const SAFE_PROCESS_INTERVAL_MS = 64;
/**
 * The last one. Commands of a thread that is later than the sum of all intervals wait until the socket is used again, and
 * so long the connection stays open.
 */
export const LAST_PROCESS_INTERVAL_MS = 1024;

/**
 * Makes libzmq process the commands that its I/O threads have sent to a socket (`socket_base_t::process_commands`),
 * which it does only inside a call that uses the socket.
 */
export class CommandProcessor {
  readonly #state: NativeSocketState;
  readonly #inbound: Inbound;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(state: NativeSocketState, inbound: Inbound) {
    this.#state = state;
    this.#inbound = inbound;
  }

  /** A native call has processed commands: pending native operations may be possible now. */
  wakePending(): void {
    this.#state.wakeReceive();
    this.#inbound.wakeSend();
  }

  /** Processes commands. @returns whether there are messages to read. */
  process(): boolean {
    const { readable } = this.#state.socket;
    this.wakePending();
    return readable;
  }

  /**
   * Processes commands until a connection has ended. libzmq ends one only when its own thread and the one that uses the
   * socket have both processed their commands, the latter after the last message has been read. Nothing shows that: as a
   * rule it takes the sum of the intervals. Commands that come later are processed with exponential backoff.
   *
   * @param done - Called when it is over, as a rule.
   * @param longest - The interval after which it is over, as a rule.
   */
  processUntilEnded(
    done: () => void = () => {},
    longest = MAX_PROCESS_INTERVAL_MS,
    interval = MIN_PROCESS_INTERVAL_MS,
  ): void {
    setTimeout(() => {
      if (this.#state.closed) return;
      const readable = this.process();
      if (interval < longest || readable) {
        this.processUntilEnded(done, longest, Math.min(interval * 2, longest));
        return;
      }
      this.#processLater(interval * 2);
      done();
    }, interval).unref();
  }

  /** For the threads that are late: one timer for all connections that have ended. */
  #processLater(interval: number): void {
    clearTimeout(this.#later);
    if (interval > LAST_PROCESS_INTERVAL_MS) return;
    this.#later = setTimeout(() => {
      if (this.#state.closed) return;
      this.process();
      this.#processLater(interval * 2);
    }, interval);
    this.#later.unref();
  }
}
