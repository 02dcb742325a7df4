import type { InnerSocket } from '../socket/inner-socket.js';
import { errnoError, translated } from '../errors/errno-error.js';
import type { InnerSocketObserver } from '../socket/lazy-inner.js';
import type { ErrnoError, Event } from './events.js';
import { handshakeError } from './handshake-error.js';

/** Reports the events of a socket of core as those of the npm package. */
export class Monitor implements InnerSocketObserver {
  readonly #report: (event: Event) => void;

  constructor(report: (event: Event) => void) {
    this.#report = report;
  }

  opened(socket: InnerSocket): void {
    const addressed = (type: 'bind' | 'accept' | 'connect' | 'connect:delay' | 'disconnect' | 'handshake') => {
      return ({ endpoint }: { readonly endpoint?: string | undefined }): void => {
        if (isReported(endpoint)) this.#report({ type, address: endpoint });
      };
    };
    socket
      .on('listening', addressed('bind'))
      .on('accepted', addressed('accept'))
      .on('connected', addressed('connect'))
      .on('connect-delayed', addressed('connect:delay'))
      .on('disconnected', addressed('disconnect'))
      .on('handshake-succeeded', addressed('handshake'))
      .on('connect-retried', ({ endpoint, interval = 0 }) => {
        if (isReported(endpoint)) this.#report({ type: 'connect:retry', address: endpoint, interval });
      })
      .on('bind-failed', ({ endpoint, error }) => {
        if (!isReported(endpoint)) return;
        const translation = (error === undefined ? errnoError('EADDRINUSE') : translated(error)) as ErrnoError;
        this.#report({ type: 'bind:error', address: withoutProtocol(endpoint), error: translation });
      })
      .on('handshake-failed', (event) => {
        if (isReported(event.endpoint)) this.#report(handshakeError(event.endpoint, event));
      })
      .on('closed', ({ endpoint }) => {
        if (endpoint === undefined) this.#report({ type: 'end' });
        else if (isReported(endpoint)) this.#report({ type: 'close', address: endpoint });
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
