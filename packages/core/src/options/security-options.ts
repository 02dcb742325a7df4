import type { AuthenticateOption } from '../security/authentication.js';

/**
 * Options that secure a socket over tcp and ipc; they have no effect over `inproc`, which stays within the process.
 * Names are those of the npm package `zeromq`. A socket has one mechanism and never falls back to a weaker one: a peer
 * with another mechanism is refused.
 *
 * Keys are Z85 text of 40 characters, or 32 bytes; `@zeromq-ts/security` generates them. Secret keys and passwords do
 * not appear in errors, events or `util.inspect` output.
 */
export interface SecurityOptions {
  /** This socket is the CURVE server: its peers must know its public key. Needs `curveSecretKey`. Default false. libzmq: `ZMQ_CURVE_SERVER`. */
  readonly curveServer?: boolean | null | undefined;
  /** The public key of this socket. Default: derived from the secret key. libzmq: `ZMQ_CURVE_PUBLICKEY`. */
  readonly curvePublicKey?: string | Uint8Array | null | undefined;
  /** The secret key of this socket; required for a server and for a client. libzmq: `ZMQ_CURVE_SECRETKEY`. */
  readonly curveSecretKey?: string | Uint8Array | null | undefined;
  /** This socket is a CURVE client of the server that has this public key. libzmq: `ZMQ_CURVE_SERVERKEY`. */
  readonly curveServerKey?: string | Uint8Array | null | undefined;
  /**
   * This socket is the PLAIN server and requires a user name and password from its peers. Nothing is encrypted. Default
   * false. libzmq: `ZMQ_PLAIN_SERVER`.
   */
  readonly plainServer?: boolean | null | undefined;
  /** This socket is a PLAIN client with this user name, of 1 to 255 bytes. libzmq: `ZMQ_PLAIN_USERNAME`. */
  readonly plainUsername?: string | null | undefined;
  /**
   * The password of the PLAIN client, at most 255 bytes; it is sent unencrypted. Default: the empty string. libzmq:
   * `ZMQ_PLAIN_PASSWORD`.
   */
  readonly plainPassword?: string | null | undefined;
  /**
   * The domain passed to the authenticator. If it is set and there is no authenticator, every peer is refused. libzmq:
   * `ZMQ_ZAP_DOMAIN`, together with `ZMQ_ZAP_ENFORCE_DOMAIN`.
   */
  readonly securityDomain?: string | null | undefined;
  /**
   * Decides which peers may connect: a callback, an authenticator such as a `CertificateStore`, or a set of public
   * keys. A peer is admitted only if it is accepted; if the authenticator throws, rejects, or takes longer than
   * `authenticateTimeout`, the peer is refused. Default: the ZAP handler (RFC 27) bound to `inproc://zeromq.zap.01` in
   * this context and engine, if there is one.
   */
  readonly authenticate?: AuthenticateOption | null | undefined;
  /** How long `authenticate`, or a ZAP handler, may take. Default 5000. */
  readonly authenticateTimeout?: number | null | undefined;
}
