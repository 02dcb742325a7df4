import type { SocketEventName, SocketEvents } from '@zeromq-ts/core/spi';
import { setTimeout } from '@zeromq-ts/core/spi';
import { MIN_PROCESS_INTERVAL_MS } from './command-processor.js';

/** What {@link DelayedEvents} needs of its socket. */
export interface DelayedEventsHost {
  closed(): boolean;
  /** Makes libzmq remove the queues to peers that are lost. */
  processCommands(): void;
  emit<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
}

/**
 * Delays the event `disconnected`, and what follows it: libzmq reports a lost peer a moment before it removes the queue
 * to it, and only then is there nothing left to send to.
 */
export class DelayedEvents {
  readonly #host: DelayedEventsHost;
  readonly #delayed: (() => void)[] = [];

  constructor(host: DelayedEventsHost) {
    this.#host = host;
  }

  emit<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    if (name !== 'disconnected' && this.#delayed.length === 0) {
      this.#host.emit(name, event);
      return;
    }
    if (this.#delayed.length === 0) setTimeout(this.#onDelayOver, MIN_PROCESS_INTERVAL_MS).unref();
    this.#delayed.push(() => this.#host.emit(name, event));
  }

  readonly #onDelayOver = (): void => {
    if (this.#host.closed()) return;
    this.#host.processCommands();
    for (const emit of this.#delayed.splice(0)) emit();
  };
}
