import type {
  ConnectionCodec,
  ConnectionHandshake,
  ConnectionResult,
  HandshakeLocal,
  StreamFraming,
} from '@zeromq-ts/transports/internal';
import { acceptOf } from './accept-key.js';
import { BareOpening, MechanismOpening } from './opening.js';
import { BARE } from './subprotocols.js';
import type { ZwsRole } from './zws-connection.js';
import { ZwsConnection } from './zws-connection.js';

/** The request of a client that is upgraded. */
export interface UpgradeAnswer extends Pick<ZwsRole, 'claims' | 'admission'> {
  readonly key: string;
  readonly subprotocol: string;
}

/** What follows a request that is upgraded: the answer, and what the subprotocol begins with. */
export function serverFraming(answer: UpgradeAnswer): StreamFraming {
  return { handshake: (local) => new ServerHandshake(local, answer) };
}

class ServerHandshake implements ConnectionHandshake {
  done: ConnectionResult | undefined;
  readonly greeted = true;
  readonly #answer: UpgradeAnswer;
  readonly #connection: ZwsConnection;

  constructor(local: HandshakeLocal, answer: UpgradeAnswer) {
    const { subprotocol, claims, admission } = answer;
    const bare = subprotocol === BARE;
    this.#answer = answer;
    this.#connection = new ZwsConnection(
      { client: false, bare, claims, admission },
      bare ? new BareOpening(local) : new MechanismOpening(local),
    );
  }

  get toldType(): string | undefined {
    return this.#connection.toldType;
  }

  get waiting(): boolean {
    return this.#connection.waiting;
  }

  get keptBytes(): number {
    return this.#connection.keptBytes;
  }

  /** The status line and each header as libzmq takes them: it closes for good over any other (docs/compat.md). */
  start(): Uint8Array {
    const { key, subprotocol } = this.#answer;
    const head = Buffer.from(
      'HTTP/1.1 101 Switching Protocols\r\n' +
        'Upgrade: websocket\r\n' +
        'Connection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${acceptOf(key)}\r\n` +
        `Sec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
      'latin1',
    );
    return Buffer.concat([head, this.#connection.start()]);
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    const replies = this.#connection.push(chunk);
    this.done = this.#connection.finish();
    return replies;
  }

  async settle(): Promise<readonly Uint8Array[]> {
    const replies = await this.#connection.settle();
    this.done = this.#connection.finish();
    return replies;
  }

  end(): void {
    this.#connection.end();
  }

  refusal(error: Error): Uint8Array {
    return this.#connection.refusal(error);
  }

  codec(): ConnectionCodec {
    return this.#connection.codec();
  }
}
