import type { SocketTypeName } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';
import { parseCommand, parseErrorData, repairError } from './command.js';
import type {
  AuthenticatedPeer,
  AuthenticationHandler,
  Mechanism,
  MechanismSession,
  FrameCipher,
} from './mechanism.js';
import { type Metadata, parseMetadata } from './metadata.js';
import { ProtocolError } from './protocol-error.js';
import { peerRefusal } from './authentication-error.js';
import { ownMetadata, peerRoutingId, peerSocketType } from './socket-type.js';

const NOTHING = Buffer.alloc(0);

/** What a handshake must know of this side. */
export interface HandshakeLocal {
  readonly socketType: SocketTypeName;
  /** The types a peer may have. */
  readonly peers: readonly SocketTypeName[];
  readonly routingId: Uint8Array | undefined;
  /** Whether the type tells its routing id, and that it has none. Default false. */
  readonly sendsIdentity?: boolean | undefined;
  /** The largest frame to take, in bytes, which is announced to the peer; absent: no limit. */
  readonly maxMessageSize?: number | undefined;
  readonly mechanism: Mechanism;
  /** What authenticates the peer; undefined: nothing does. */
  readonly gate?: AuthenticationHandler | undefined;
  /** Called once, before READY is sent; throws when there is no room for it. */
  readonly reserve?: (() => void) | undefined;
}

/** The outcome of a security handshake. */
export interface SecurityResult {
  /** The type of the peer's socket, unless it did not tell. */
  readonly socketType: SocketTypeName | undefined;
  /** The routing id of the peer, if it has one and is of a type that has any. */
  readonly routingId: Buffer | undefined;
  /** The name of the mechanism. */
  readonly mechanism: string;
  /** All properties of the peer, by their names in lower case. */
  readonly metadata: Metadata;
  readonly seal: FrameCipher | undefined;
  /** Who the peer is, if an authenticator has decided on it. */
  readonly admission: AuthenticatedPeer | undefined;
}

/**
 * The commands of the mechanism, up to the metadata of the peer (RFC 37, "Security handshake"); sans I/O. It knows commands
 * and nothing of how they are delimited, so that every framing can share it. What precedes it is a matter of the
 * transport: over a byte stream, a greeting (see {@link Handshake}).
 */
export class SecurityHandshake {
  /** Set once the peer has told its metadata and fits. */
  result: SecurityResult | undefined;
  /** What the peer says its socket is, though it may not fit: capital letters, or nothing. */
  toldType: string | undefined;

  readonly #local: HandshakeLocal;
  #session: MechanismSession | undefined;

  constructor(local: HandshakeLocal) {
    this.#local = local;
  }

  /** Whether it has been started. */
  get started(): boolean {
    return this.#session !== undefined;
  }

  /** Whether an authenticator is asked: no command is to be passed on before `settle` has resolved. */
  get waiting(): boolean {
    return this.#session?.waiting !== undefined;
  }

  /** Begins. @returns what to send. */
  start(): readonly Command[] {
    const { mechanism, socketType, routingId, sendsIdentity, maxMessageSize, gate, reserve } = this.#local;
    this.#session = mechanism.begin(() => {
      reserve?.();
      const identity = sendsIdentity === true ? (routingId ?? NOTHING) : undefined;
      return ownMetadata(socketType, identity, maxMessageSize);
    }, gate);
    return this.#session.start();
  }

  /**
   * Takes a command of the peer.
   *
   * @param body - The body of its frame, which may be kept.
   * @returns what to send. `result` may be set after it.
   * @throws ProtocolError when the peer is refused; `reply` is what to send before closing.
   */
  command(body: Buffer): readonly Command[] {
    const session = this.#session as MechanismSession;
    const { name: mechanism } = this.#local.mechanism;
    const command = parseCommand(mechanism === 'PLAIN' ? repairError(body) : body);
    if (command === undefined) throw new ProtocolError(MALFORMED).of('ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED');
    if (command.name === 'ERROR') throw peerRefusal(parseErrorData(command.data), mechanism);
    const replies = session.command(command.name, command.data);
    this.#end(session);
    return replies;
  }

  /** Waits for the authenticator that the mechanism asks. @returns, and throws, what `command` does. */
  async settle(): Promise<readonly Command[]> {
    const session = this.#session;
    const replies = (await session?.waiting) ?? [];
    if (session !== undefined) this.#end(session);
    return replies;
  }

  /** The handshake has failed, or is given up: overwrites the secrets of the connection. */
  end(): void {
    this.#session?.end?.();
  }

  #end(session: MechanismSession): void {
    if (session.waiting !== undefined || session.peerMetadata === undefined) return;
    const { socketType: own, peers, mechanism } = this.#local;
    const metadata = parseMetadata(session.peerMetadata);
    const told = metadata.get('socket-type')?.toString('latin1') ?? '';
    if (/^[A-Z]{1,12}$/.test(told)) this.toldType = told;
    const socketType = peerSocketType(metadata, own, peers);
    this.result = {
      socketType,
      routingId: peerRoutingId(metadata, socketType),
      mechanism: mechanism.name,
      metadata,
      seal: session.seal,
      admission: session.admission,
    };
  }
}

const MALFORMED = 'The peer sent a command whose name is empty or cut off.';
