import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance, ZMQError } from '@zeromq-ts/core/spi';
import { ignore } from '@zeromq-ts/transports/internal';
import type { HttpServer } from '../options/web-socket-options.js';
import { afterResponses } from './after-responses.js';
import { refuse } from './http-refusal.js';
import type { PathListener } from './path-listener.js';
import { targetOf } from './request-info.js';

const servers = new WeakMap<HttpServer, UpgradeServer>();

/** The requests of one HTTP server that become connections, by their paths. */
export class UpgradeServer {
  readonly #server: HttpServer;
  readonly #paths = new Map<string, PathListener>();
  /** Says when a connection was accepted, and that it is no longer watched. */
  readonly #since: (socket: Socket) => number;

  /** Whether the connections are those of sockets alone. */
  readonly #owns: boolean;

  private constructor(server: HttpServer, since: (socket: Socket) => number, owns: boolean) {
    this.#server = server;
    this.#since = since;
    this.#owns = owns;
  }

  /** That of a server, made when it is first asked for. */
  static of(
    server: HttpServer,
    since: (socket: Socket) => number = () => performance.now(),
    owns = false,
  ): UpgradeServer {
    let own = servers.get(server);
    if (own === undefined) {
      own = new UpgradeServer(server, since, owns);
      servers.set(server, own);
    }
    return own;
  }

  /** @throws ZMQError `EADDRINUSE` when a socket of this process is bound to the path. */
  add(path: string, endpoint: string, listener: PathListener): void {
    this.check(path, endpoint);
    if (this.#paths.size === 0) this.#server.on('upgrade', this.#onUpgrade);
    this.#paths.set(path, listener);
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  check(path: string, endpoint: string): void {
    if (!this.#paths.has(path)) return;
    throw new ZMQError('EADDRINUSE', `Cannot bind ${endpoint}: a socket is bound to that path of the server.`, {
      endpoint,
    });
  }

  delete(path: string): void {
    this.#paths.delete(path);
    if (this.#paths.size === 0) this.#server.off('upgrade', this.#onUpgrade);
  }

  /** A request for another path is left to other listeners, and answered when there are none: it would hang. */
  readonly #onUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    const { path } = targetOf(request);
    if (!this.#paths.has(path) && this.#server.listenerCount('upgrade') > 1) return;
    // Before anything else: an error without a listener would end the process.
    socket.on('error', ignore);
    afterResponses(socket, () => {
      const since = this.#since(socket);
      const listener = this.#paths.get(path);
      if (listener === undefined) refuse(socket, { status: 404, text: 'No socket is bound to this path.' });
      else listener.take({ request, socket, head, since, owned: this.#owns });
    });
  };
}
