import type { AuthenticateCallback, SecuritySettings, AuthenticationResult } from '@zeromq-ts/core/spi';
import { clearInterval, judge, setInterval, ZMQError } from '@zeromq-ts/core/spi';
import { authenticationRequest } from '../security/authentication-handler.js';
import type { Credentials } from '../zmtp/mechanism.js';
import { encodeMetadata } from '../zmtp/metadata.js';
import { ZAP_ENDPOINT, ZAP_VERSION } from '../zap/zap-request.js';
import { OPTIONS, OWN_SOCKETS } from './libzmq-numbers.js';
import type { NativeBinding, NativeContext, NativeError, NativeSocket } from './native-binding.js';
import { peerAddress } from './zap-address.js';

/** How often to look for requests, in milliseconds: a pending read would hold the process. */
const RETRY_INTERVAL_MS = 5;
/** Reasons that are not used are discarded. */
const MAX_REASONS = 1000;
const MIN_REQUEST_FRAMES = 8;

/** The authenticator of one socket. */
export interface ZapAuthenticator {
  /** The domain by which libzmq is to name the socket. */
  readonly domain: string;
  /** Why a peer was refused, in the order in which they were. */
  takeReason(): string | undefined;
  end(): void;
}

interface Member {
  readonly security: SecuritySettings;
  /** Whether the socket has an ipc endpoint, so that a peer may have no address. */
  readonly mayBeIpc: () => boolean;
  readonly authenticate: AuthenticateCallback;
  readonly reasons: string[];
}

/**
 * The ZAP handler (RFC 27) of one context, by which the option `authenticate` is served on libzmq. Each socket has a
 * domain of its own, so that it is known whose authenticator to ask. It is bound while there is a socket with one.
 */
export class ZapServer {
  readonly #binding: NativeBinding;
  readonly #context: NativeContext;
  readonly #members = new Map<string, Member>();
  #socket: NativeSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #entered = 0;

  constructor(binding: NativeBinding, context: NativeContext) {
    this.#binding = binding;
    this.#context = context;
  }

  /**
   * @param mayBeIpc Whether the socket has an ipc endpoint, so that a peer may have no address.
   * @throws ZMQError `EADDRINUSE` when the application has bound a handler itself.
   */
  enter(security: SecuritySettings, mayBeIpc: () => boolean): ZapAuthenticator {
    const { authenticate } = security;
    if (authenticate === undefined) throw new Error('There is no authenticator.');
    this.#open();
    const domain = `zeromq-ts.${process.pid}.${++this.#entered}`;
    const reasons: string[] = [];
    this.#members.set(domain, { security, mayBeIpc, authenticate, reasons });
    return {
      domain,
      takeReason: () => reasons.shift(),
      end: () => {
        this.#members.delete(domain);
        if (this.#members.size === 0) this.#close();
      },
    };
  }

  #open(): void {
    if (this.#socket !== undefined) return;
    const socket = new this.#binding.Socket(OWN_SOCKETS.ROUTER, { context: this.#context });
    try {
      socket.setInt32Option(OPTIONS.LINGER, 0);
      socket.setInt32Option(OPTIONS.RCVTIMEO, 0);
      socket.setInt32Option(OPTIONS.SNDTIMEO, 0);
      socket.bindSync(ZAP_ENDPOINT);
    } catch (cause) {
      socket.close();
      const code = (cause as NativeError).code ?? 'EADDRINUSE';
      throw new ZMQError(
        code,
        `authenticate cannot be served: on libzmq that is done at ${ZAP_ENDPOINT}, where a handler of your own is ` +
          'bound already. Leave out authenticate and set securityDomain, or unbind that handler.',
        { endpoint: ZAP_ENDPOINT, cause },
      );
    }
    this.#socket = socket;
    this.#timer = setInterval(this.#look, RETRY_INTERVAL_MS).unref();
  }

  #close(): void {
    clearInterval(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined || socket.closed) return;
    // The close frees the name some time later; this does it at once.
    socket.disconnect(ZAP_ENDPOINT);
    socket.close();
  }

  readonly #look = (): void => {
    const socket = this.#socket;
    if (socket === undefined || socket.closed) return;
    while (socket.readable) {
      // It has ended when it returns; its result is reported later.
      socket.receive().then(
        (frames) => this.#take(socket, frames),
        () => {},
      );
    }
  };

  async #take(socket: NativeSocket, frames: readonly Buffer[]): Promise<void> {
    if (frames.length < MIN_REQUEST_FRAMES) return;
    const [routingId, , , id, domain, address, , mechanism, ...credentials] = frames as Buffer[];
    const member = this.#members.get(String(domain));
    const verdict =
      member === undefined ? UNKNOWN_DOMAIN : await ask(member, String(mechanism), String(address), credentials);
    if (!verdict.allowed && member !== undefined && member.reasons.length < MAX_REASONS) {
      member.reasons.push(verdict.reason);
    }
    if (socket.closed) return;
    await socket.send([routingId as Buffer, '', ZAP_VERSION, id as Buffer, ...replyOf(verdict)]).catch(() => {});
  }
}

/** A socket that has a domain of the application's, and not of ours: its handler is not here. */
const UNKNOWN_DOMAIN: AuthenticationResult = {
  allowed: false,
  status: 500,
  reason: 'there is no authenticator for its domain',
};

/** A peer that cannot be shown to an authenticator as what it is: an address that is missing means ipc there. */
const UNKNOWN_ADDRESS: AuthenticationResult = {
  allowed: false,
  status: 500,
  reason: 'libzmq does not report its address',
};

async function ask(
  { security, authenticate, mayBeIpc }: Member,
  mechanism: string,
  addressText: string,
  credentials: readonly Buffer[],
): Promise<AuthenticationResult> {
  const address = peerAddress(addressText, mayBeIpc());
  if (address === undefined) return UNKNOWN_ADDRESS;
  const [first, second] = credentials;
  const request = authenticationRequest(credentialsOf(mechanism, first, second), security.domain ?? '', address);
  return judge(authenticate, request, security.authenticateTimeout);
}

function credentialsOf(mechanism: string, first: Buffer | undefined, second: Buffer | undefined): Credentials {
  if (mechanism === 'CURVE' && first !== undefined) return { mechanism, publicKey: first };
  if (mechanism === 'PLAIN' && first !== undefined) {
    return { mechanism, username: first, password: second ?? Buffer.alloc(0) };
  }
  return { mechanism: 'NULL' };
}

function replyOf(verdict: AuthenticationResult): readonly (string | Buffer)[] {
  if (!verdict.allowed) return [String(verdict.status), '', '', ''];
  const metadata = Array.from(verdict.metadata, ([name, value]) => [name, Buffer.from(value)] as const);
  return ['200', 'OK', verdict.userId, encodeMetadata(metadata)];
}
