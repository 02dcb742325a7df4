import { ignore } from '@zeromq-ts/transports/internal';
import { OwnServer, type OwnServerSpec } from './own-server.js';

/** Those of this process that listen, or are about to, by host and port. */
const servers = new Map<string, SharedServer>();

/** A server that sockets of this process have at one host and port. It is closed when it is no longer used. */
export class SharedServer {
  readonly tls: OwnServerSpec['tls'];
  /** When it listens. A rejection has the error of the system. */
  readonly listening: Promise<OwnServer>;
  #key: string | undefined;
  #uses = 1;

  private constructor(spec: OwnServerSpec) {
    this.tls = spec.tls;
    if (spec.port !== 0) this.#enter(spec.host, spec.port);
    this.listening = this.#listen(spec);
  }

  /** That at the host and port, or a new one. Each call is one use, which `release` ends. */
  static use(spec: OwnServerSpec): SharedServer {
    const shared = spec.port === 0 ? undefined : servers.get(keyOf(spec.host, spec.port));
    if (shared === undefined) return new SharedServer(spec);
    shared.#uses++;
    return shared;
  }

  release(): void {
    this.#uses--;
    if (this.#uses > 0) return;
    this.#leave();
    this.listening.then((server) => server.close(), ignore);
  }

  async #listen(spec: OwnServerSpec): Promise<OwnServer> {
    try {
      const server = await OwnServer.listen(spec);
      if (spec.port === 0) this.#enter(spec.host, server.port);
      return server;
    } catch (error) {
      // A later bind tries again.
      this.#leave();
      throw error;
    }
  }

  #enter(host: string, port: number): void {
    this.#key = keyOf(host, port);
    servers.set(this.#key, this);
  }

  #leave(): void {
    if (this.#key !== undefined && servers.get(this.#key) === this) servers.delete(this.#key);
  }
}

function keyOf(host: string, port: number): string {
  return `${host} ${port}`;
}
