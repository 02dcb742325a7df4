import type { LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import type { FrameCipher, Mechanism, MechanismSession } from '../zmtp/mechanism.js';
import { asFrame, decodeText, encodeText, ZMQError } from '@zeromq-ts/core/spi';
import {
  COMMAND,
  commandPayload,
  encodeProperties,
  parseCommand,
  parseProperties,
  payloadOf,
  shortText,
  type WebCommand,
} from './zws-payload.js';

const NOTHING = new Uint8Array(0);
const BARE = 'ZWS2.0';
const MAX_ROUTING_ID_BYTES = 255;

/**
 * The subprotocols that a socket offers. Browsers refuse names with a slash, as `ZWS2.0/NULL`: the aliases with a dot are
 * known to servers of this project, and libzmq takes the one without a mechanism.
 */
export function offeredByBrowser(mechanism: string): readonly string[] {
  return mechanism === 'NULL' ? [`${BARE}.NULL`, BARE] : [`${BARE}.${mechanism}`];
}

/** The peer, when the handshake is done. */
export type WebPeer = Pick<PeerInfo, 'socketType' | 'routingId' | 'mechanism'> & { readonly maxFrameBytes: number };

/** A mechanism that is loaded when it is needed. */
export type LoadedMechanism = Pick<Mechanism, 'begin'>;

/** What passes after the upgrade, before the first message: of NULL, of PLAIN, of a mechanism that was loaded, or of none. */
export class WebHandshake {
  /** Set when the peer is known and fits. */
  peer: WebPeer | undefined;
  readonly #local: LocalSocket;
  readonly #bare: boolean;
  /** PLAIN: the server has not admitted this side yet. */
  #asking: boolean;
  readonly #session: MechanismSession | undefined;

  constructor(local: LocalSocket, subprotocol: string, mechanism?: LoadedMechanism) {
    this.#local = local;
    this.#bare = subprotocol === BARE;
    this.#asking = local.options.security.mechanism === 'PLAIN';
    this.#session = mechanism?.begin(() => this.#properties());
  }

  /** Whether the subprotocol has no mechanism. */
  get bare(): boolean {
    return this.#bare;
  }

  /** What encrypts the traffic; `undefined` when nothing does. */
  get seal(): FrameCipher | undefined {
    return this.#session?.seal;
  }

  /** The handshake has failed. */
  end(): void {
    this.#session?.end?.();
  }

  start(): Uint8Array {
    const { routingId, security } = this.#local.options;
    if (this.#bare) return payloadOf(0, routingId ?? NOTHING);
    const [first] = this.#session?.start() ?? [];
    if (first !== undefined) return commandPayload(first.name, first.data);
    if (!this.#asking) return commandPayload('READY', this.#properties());
    const { username: name = '' } = security;
    const username = typeof name === 'string' ? encodeText(name) : name;
    return commandPayload('HELLO', shortText(username), shortText(security.password?.reveal() ?? NOTHING));
  }

  /** @returns what to send, if anything. @throws ZMQError when the peer is refused, or refuses. */
  take(payload: Uint8Array): Uint8Array | undefined {
    if (this.#bare) return this.#takeRoutingId(payload);
    if (payload[0] !== COMMAND) throw new ZMQError('EPROTO', 'The peer sent a message before its handshake was done.');
    const command = parseCommand(payload.subarray(1));
    if (command?.name === 'ERROR') throw refused(decodeText(command.data.subarray(1)));
    if (this.#session !== undefined && command !== undefined) return this.#pass(this.#session, command);
    if (this.#asking && command?.name === 'WELCOME') {
      this.#asking = false;
      return commandPayload('INITIATE', this.#properties());
    }
    if (command?.name !== 'READY' || this.#asking) throw new ZMQError('EPROTO', 'The peer sent a command out of turn.');
    this.#takeProperties(command.data);
    return undefined;
  }

  #pass(session: MechanismSession, { name, data }: WebCommand): Uint8Array | undefined {
    const [reply] = session.command(name, data);
    if (session.peerMetadata !== undefined) this.#takeProperties(session.peerMetadata);
    return reply === undefined ? undefined : commandPayload(reply.name, reply.data);
  }

  #properties(): Uint8Array {
    const { definition, options } = this.#local;
    const { routingId = NOTHING, maxMessageSize } = options;
    return encodeProperties({
      'Socket-Type': encodeText(definition.type),
      Identity: definition.sendsIdentity === true ? routingId : undefined,
      'X-Max-Message-Size': maxMessageSize === Infinity ? undefined : encodeText(String(maxMessageSize)),
    });
  }

  #takeProperties(data: Uint8Array): void {
    const { definition, options } = this.#local;
    const properties = parseProperties(data);
    if (properties === undefined) throw new ZMQError('EPROTO', 'The metadata of the peer is malformed.');
    const told = properties.get('socket-type');
    const socketType = told === undefined ? undefined : decodeText(told);
    if (socketType !== undefined && !definition.peers.some((type) => type === socketType)) {
      const shown = /^[A-Z]{1,12}$/.test(socketType) ? `a ${socketType}` : 'of an unknown socket type';
      throw new ZMQError('EPROTO', `The peer is ${shown}; a ${definition.type} takes ${definition.peers.join(', ')}.`);
    }
    const limit = Number(decodeText(properties.get('x-max-message-size') ?? NOTHING) || Infinity);
    this.peer = {
      socketType,
      routingId: routingIdOf(properties.get('identity')),
      mechanism: options.security.mechanism,
      maxFrameBytes: limit > 0 ? limit : Infinity,
    };
  }

  /**
   * libzmq stops reading at the first fragment, and browsers send larger frames in fragments: without a mechanism, the peer
   * may be libzmq.
   */
  #takeRoutingId(payload: Uint8Array): undefined {
    if (payload[0] !== 0) throw new ZMQError('EPROTO', 'The first message of the peer is not its routing id.');
    const routingId = routingIdOf(payload.slice(1));
    this.peer = { socketType: undefined, routingId, mechanism: 'NULL', maxFrameBytes: MAX_UNFRAGMENTED_BYTES };
  }
}

/** The largest body that Chromium sends in one frame, with the byte of its flags. */
const MAX_UNFRAGMENTED_BYTES = 65_535;

function routingIdOf(id: Uint8Array | undefined): Uint8Array | undefined {
  if (id === undefined || id.byteLength === 0) return undefined;
  if (id.byteLength <= MAX_ROUTING_ID_BYTES && id[0] !== 0) return asFrame(id);
  throw new ZMQError('EPROTO', 'The routing id of the peer is too long, or begins with a zero byte.');
}

function refused(reason: string): ZMQError {
  return new ZMQError('EACCES', `The peer refused this connection: ${JSON.stringify(reason.replace(/[^ -~]/g, '?'))}.`);
}
