import type { InnerSocket } from '../socket/inner-socket.js';
import { errnoError, translated } from '../errors/errno-error.js';
import type { InnerSocketObserver } from '../socket/lazy-inner.js';
import type { ErrnoError, Event } from './events.js';
import { handshakeError } from './handshake-error.js';

type AddressedType = 'bind' | 'accept' | 'connect' | 'handshake';

/** Reports the events of a socket of core as those of the npm package. */
export class Monitor implements InnerSocketObserver {
  readonly #report: (event: Event) => void;
  readonly #bound = new Set<string>();
  /** Endpoints to which a connection is being made. */
  readonly #pending = new Set<string>();
  /** Endpoints that were disconnected by the program, of which libzmq reports nothing more. */
  readonly #left = new Set<string>();

  constructor(report: (event: Event) => void) {
    this.#report = report;
  }

  opened(socket: InnerSocket): void {
    const addressed = (type: AddressedType, note?: (endpoint: string) => void) => {
      return ({ endpoint }: { readonly endpoint?: string | undefined }): void => {
        if (!isReported(endpoint)) return;
        note?.(endpoint);
        this.#report({ type, address: endpoint });
      };
    };
    socket
      .on(
        'listening',
        addressed('bind', (endpoint) => this.#bound.add(endpoint)),
      )
      .on('accepted', addressed('accept'))
      .on(
        'connected',
        addressed('connect', (endpoint) => this.#pending.delete(endpoint)),
      )
      .on('connect-delayed', ({ endpoint }) => {
        if (!isReported(endpoint)) return;
        this.#left.delete(endpoint);
        this.#pending.add(endpoint);
        // Over ipc, libzmq knows at once.
        if (!endpoint.startsWith('ipc:')) this.#report({ type: 'connect:delay', address: endpoint });
      })
      .on('disconnected', ({ endpoint }) => {
        if (isReported(endpoint) && !this.#left.has(endpoint)) this.#report({ type: 'disconnect', address: endpoint });
      })
      .on('handshake-succeeded', addressed('handshake'))
      .on('connect-retried', ({ endpoint, interval = 0 }) => {
        if (!isReported(endpoint)) return;
        // The attempt has failed, and its descriptor is closed.
        if (this.#pending.delete(endpoint)) this.#report({ type: 'close', address: endpoint });
        this.#report({ type: 'connect:retry', address: endpoint, interval });
      })
      .on('bind-failed', ({ endpoint, error }) => {
        if (!isReported(endpoint)) return;
        const translation = (error === undefined ? errnoError('EADDRINUSE') : translated(error)) as ErrnoError;
        this.#report({ type: 'bind:error', address: withoutProtocol(endpoint), error: translation });
      })
      .on('handshake-failed', (event) => {
        if (!isReported(event.endpoint)) return;
        this.#report(handshakeError(event.endpoint, event));
        this.#report({ type: 'disconnect', address: event.endpoint });
      })
      .on('closed', ({ endpoint }) => {
        if (endpoint === undefined) this.#report({ type: 'end' });
        else if (this.#bound.delete(endpoint)) this.#report({ type: 'close', address: endpoint });
        else this.#left.add(endpoint);
      });
  }

  ended(): void {
    this.#report({ type: 'end' });
  }
}

/** libzmq reports nothing over inproc. */
function isReported(endpoint: string | undefined): endpoint is string {
  return endpoint !== undefined && !endpoint.startsWith('inproc:');
}

/** As libzmq reports where it could not bind. */
function withoutProtocol(endpoint: string): string {
  return endpoint.startsWith('tcp://') ? endpoint.slice('tcp://'.length) : endpoint;
}
