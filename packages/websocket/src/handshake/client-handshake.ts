import type {
  ConnectionCodec,
  ConnectionHandshake,
  ConnectionResult,
  HandshakeLocal,
  StreamFraming,
} from '@zeromq-ts/transports/internal';
import { ZMQError } from '@zeromq-ts/core/spi';
import { acceptOf, createKey } from './accept-key.js';
import { BareOpening, MechanismOpening } from './opening.js';
import type { ResponseHead } from './response-head.js';
import { ResponseHeadReader } from './response-head.js';
import { BARE } from './subprotocols.js';
import { ZwsConnection } from './zws-connection.js';

/** What a client asks for. */
export interface UpgradeRequestSpec {
  /** The value of the header `Host`. */
  readonly host: string;
  /** Path and query, encoded. */
  readonly target: string;
  readonly subprotocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Called when the server speaks without a mechanism, though it has answered with one: the next attempt offers that. */
  readonly onBare: () => void;
  /** The error of a TLS connection that could not be made. */
  readonly tlsError: (cause: Error, endpoint: string) => Error | undefined;
}

/** What a client begins with: its request, and what the subprotocol begins with that the server chooses. */
export function clientFraming(request: UpgradeRequestSpec): StreamFraming {
  return { handshake: (local) => new ClientHandshake(local, request) };
}

/** Statuses after which a server may take the next attempt: no socket is bound yet, it is busy, or is being started. */
const FOR_NOW: ReadonlySet<number> = new Set([404, 408, 425, 429, 500, 502, 503, 504]);

class ClientHandshake implements ConnectionHandshake {
  done: ConnectionResult | undefined;
  readonly #local: HandshakeLocal;
  readonly #request: UpgradeRequestSpec;
  readonly #key = createKey();
  readonly #head = new ResponseHeadReader();
  /** From the answer of the server on. */
  #connection: ZwsConnection | undefined;

  constructor(local: HandshakeLocal, request: UpgradeRequestSpec) {
    this.#local = local;
    this.#request = request;
  }

  get toldType(): string | undefined {
    return this.#connection?.toldType;
  }

  get greeted(): boolean {
    return this.#connection !== undefined;
  }

  get waiting(): boolean {
    return this.#connection?.waiting ?? false;
  }

  get keptBytes(): number {
    return this.#connection?.keptBytes ?? this.#head.length;
  }

  /** In the order, and with the separators, that libzmq has. */
  start(): Uint8Array {
    const { host, target, subprotocols, headers } = this.#request;
    const lines = [
      `GET ${target} HTTP/1.1`,
      `Host: ${host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${this.#key}`,
      `Sec-WebSocket-Protocol: ${subprotocols.join(',')}`,
      'Sec-WebSocket-Version: 13',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    const connection = this.#connection;
    if (connection !== undefined) return this.#went(connection, connection.push(chunk));
    const answer = this.#head.push(chunk);
    if (answer === undefined) return [];
    const begun = this.#begin(this.#check(answer.head));
    const first = begun.start();
    return this.#went(begun, answer.rest.length === 0 ? [first] : [first, ...begun.push(answer.rest)]);
  }

  async settle(): Promise<readonly Uint8Array[]> {
    const connection = this.#connection as ZwsConnection;
    return this.#went(connection, await connection.settle());
  }

  end(): void {
    this.#connection?.end();
  }

  refusal(error: Error): Uint8Array | undefined {
    return this.#connection?.refusal(error);
  }

  lostError(cause: Error | undefined, endpoint: string): Error | undefined {
    return cause === undefined ? undefined : this.#request.tlsError(cause, endpoint);
  }

  codec(): ConnectionCodec {
    return (this.#connection as ZwsConnection).codec();
  }

  #went(connection: ZwsConnection, replies: readonly Uint8Array[]): readonly Uint8Array[] {
    this.done = connection.finish();
    return replies;
  }

  #begin(subprotocol: string): ZwsConnection {
    const bare = subprotocol === BARE;
    // Only a socket that has offered to go without a mechanism may be led there.
    const onMessage = this.#request.subprotocols.includes(BARE) ? (): Error => this.#bare() : undefined;
    this.#connection = new ZwsConnection(
      { client: true, bare },
      bare ? new BareOpening(this.#local) : new MechanismOpening(this.#local, onMessage),
    );
    return this.#connection;
  }

  #bare(): Error {
    this.#request.onBare();
    const what = 'it answered with a mechanism, and speaks ZWS2.0 without one, as servers made with jszmq do';
    return new ZMQError('ECONNREFUSED', `${what}. Retrying without a mechanism.`);
  }

  /** @returns the subprotocol that the server has chosen. @throws ZMQError unless it has upgraded the connection. */
  #check(head: ResponseHead): string {
    if (head.status !== 101) throw refusedUpgrade(head);
    const { headers } = head;
    const one = (name: string): string | undefined => {
      const values = headers.get(name) ?? [];
      return values.length === 1 ? values[0] : undefined;
    };
    if (one('upgrade')?.toLowerCase() !== 'websocket') throw wrong('does not upgrade to websocket');
    const connection = (headers.get('connection') ?? [])
      .join(',')
      .toLowerCase()
      .split(/[ \t]*,[ \t]*/);
    if (!connection.includes('upgrade')) throw wrong('has no header Connection: Upgrade');
    if (one('sec-websocket-accept') !== acceptOf(this.#key)) throw wrong('does not belong to the request');
    if (headers.has('sec-websocket-extensions')) throw wrong('has an extension, and none was offered');
    const subprotocol = one('sec-websocket-protocol');
    const { subprotocols } = this.#request;
    if (subprotocol === undefined || !subprotocols.includes(subprotocol)) {
      throw wrong(`chooses none of the subprotocols ${subprotocols.join(', ')}. Is it a ZeroMQ server?`);
    }
    const { name } = this.#local.mechanism;
    if (subprotocol === BARE && name !== 'NULL') throw wrong(`has no security mechanism, and this socket has ${name}`);
    return subprotocol;
  }
}

function wrong(what: string): ZMQError {
  return new ZMQError('EPROTO', `The server's answer to the upgrade ${what}.`);
}

/** With `ECONNREFUSED`, the next attempt follows soon; otherwise later, as the server may be another one by then. */
function refusedUpgrade({ status, reason, headers }: ResponseHead): ZMQError {
  const shown = `${status}${reason === '' ? '' : ` ${reason.replace(/[^ -~]/g, '?')}`}`;
  const location = headers.get('location')?.[0]?.replace(/[^ -~]/g, '?');
  if (status >= 300 && status < 400 && location !== undefined) {
    return new ZMQError('EPROTO', `The server redirects to ${location} (${shown}). Connect there: it is not followed.`);
  }
  if (FOR_NOW.has(status)) {
    return new ZMQError('ECONNREFUSED', `The server does not take the connection now: ${shown}. Retrying.`);
  }
  const denied = status === 401 || status === 403;
  const hint = denied
    ? 'Check what it asks for: an origin, a token in the header of a request.'
    : 'Check host, path and subprotocol.';
  return new ZMQError(denied ? 'EACCES' : 'EPROTO', `The server refuses the connection: ${shown}. ${hint}`);
}
