import type { AuthenticateOption } from '../security/authentication.js';

/**
 * Options that secure a socket, over tcp and ipc; `inproc` never leaves the process and has no use for them. Names are
 * those of the npm package `zeromq`. A socket has one mechanism, and never falls back to a weaker one: a peer that has
 * another is refused.
 *
 * Keys are Z85 text of 40 characters, or 32 bytes; `@zeromq-ts/security` makes them. No error, event or inspection
 * shows a secret key or a password.
 */
export interface SecurityOptions {
  /** This socket is the CURVE server: its peers must know its public key. Needs `curveSecretKey`. Default false. libzmq: `ZMQ_CURVE_SERVER`. */
  readonly curveServer?: boolean | null | undefined;
  /** The public key of this socket; it may be left out, as it follows from the secret one. libzmq: `ZMQ_CURVE_PUBLICKEY`. */
  readonly curvePublicKey?: string | Uint8Array | null | undefined;
  /** The secret key of this socket, of a server and of a client. libzmq: `ZMQ_CURVE_SECRETKEY`. */
  readonly curveSecretKey?: string | Uint8Array | null | undefined;
  /** This socket is a CURVE client of the server that has this public key. libzmq: `ZMQ_CURVE_SERVERKEY`. */
  readonly curveServerKey?: string | Uint8Array | null | undefined;
  /** This socket is the PLAIN server, and asks its peers for name and password. Nothing is encrypted. Default false. libzmq: `ZMQ_PLAIN_SERVER`. */
  readonly plainServer?: boolean | null | undefined;
  /** This socket is a PLAIN client of this name, which has 1 to 255 octets. libzmq: `ZMQ_PLAIN_USERNAME`. */
  readonly plainUsername?: string | null | undefined;
  /** The password of the client, at most 255 octets; it travels as it is. Default: the empty one. libzmq: `ZMQ_PLAIN_PASSWORD`. */
  readonly plainPassword?: string | null | undefined;
  /**
   * The domain that is told to whoever judges the peers. With it, and nobody to ask, every peer is refused. libzmq:
   * `ZMQ_ZAP_DOMAIN`, together with `ZMQ_ZAP_ENFORCE_DOMAIN`.
   */
  readonly securityDomain?: string | null | undefined;
  /**
   * Judges who may connect: a callback, an authenticator such as a `CertificateStore`, or a set of public keys. A peer
   * is let in only when it says so; when it throws, rejects, or takes longer than `authenticateTimeout`, the peer is
   * refused. Default: a ZAP handler (RFC 27) at `inproc://zeromq.zap.01` of this context and engine, if there is one.
   */
  readonly authenticate?: AuthenticateOption | null | undefined;
  /** How long `authenticate`, or a ZAP handler, may take. Default 5000. */
  readonly authenticateTimeout?: number | null | undefined;
}
