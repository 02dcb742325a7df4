import { ZMQError } from '../errors/zmq-error.js';
import { encodeText } from '../runtime/bytes.js';
import type { AuthenticateCallback, AuthenticateOption, Authenticator, MechanismName } from './authentication.js';
import { Secret } from './secret.js';
import type { SecurityOptionName } from '../options/security-options.js';
import { areKeys, keyBytes } from './keys.js';
import { isAuthenticator } from './security-option.js';
import { z85Encode } from './z85.js';

/** The checked and combined options of `SecurityOptions`. */
export interface SecuritySettings {
  readonly mechanism: MechanismName;
  /** Whether this side is the server, which authenticates its peers: as-server in the greeting. */
  readonly server: boolean;
  /** The authenticator; undefined: a ZAP handler, if there is one. */
  readonly authenticate: AuthenticateCallback | undefined;
  readonly authenticateTimeout: number;
  readonly domain: string | Uint8Array | undefined;
  /** Whether peers are refused when there is a domain and no authenticator. Absent: yes. */
  readonly enforceDomain?: boolean;
  readonly username: string | Uint8Array | undefined;
  readonly password: Secret | undefined;
  readonly publicKey: Uint8Array | undefined;
  readonly secretKey: Secret | undefined;
  readonly serverKey: Uint8Array | undefined;
}

/** The options as they are given, each checked alone. */
export type GivenSecurity = Partial<Record<SecurityOptionName, unknown>>;

const DEFAULT_TIMEOUT_MS = 5000;

/** No security: what a socket has that was given none of these options. */
export const NO_SECURITY: SecuritySettings = {
  mechanism: 'NULL',
  server: false,
  authenticate: undefined,
  authenticateTimeout: DEFAULT_TIMEOUT_MS,
  domain: undefined,
  enforceDomain: true,
  username: undefined,
  password: undefined,
  publicKey: undefined,
  secretKey: undefined,
  serverKey: undefined,
};

/**
 * Puts the options that concern security together. A socket has one mechanism, decided by its options alone: nothing a
 * peer does can make it use another.
 *
 * @throws ZMQError `EINVAL` for options that do not fit together, or that lack another one; no text shows a value.
 */
export function resolveSecurity(given: GivenSecurity): SecuritySettings {
  const curveServer = given.curveServer === true;
  const plainServer = given.plainServer === true;
  const curve = curveServer || has(given, 'curveServerKey', 'curveSecretKey', 'curvePublicKey');
  const plain = plainServer || has(given, 'plainUsername', 'plainPassword');
  if (curve && plain) throw wrong('A socket has one security mechanism: omit either the options plain… or curve….');
  if (curve) checkCurve(given, curveServer);
  if (plain) checkPlain(given, plainServer);
  const server = curveServer || plainServer;
  if ((curve || plain) && !server && has(given, 'authenticate', 'securityDomain')) {
    throw wrong(
      'authenticate and securityDomain are options of the server, and this socket is a client because of ' +
        `${curve ? 'curveServerKey' : 'plainUsername'}. Set them at the server.`,
    );
  }
  return {
    mechanism: curve ? 'CURVE' : plain ? 'PLAIN' : 'NULL',
    server,
    authenticate: callbackOf(given.authenticate as AuthenticateOption | undefined, curve),
    authenticateTimeout: (given.authenticateTimeout as number | undefined) ?? DEFAULT_TIMEOUT_MS,
    domain: ownName(given.securityDomain),
    enforceDomain: given.enforceSecurityDomain !== false,
    username: ownName(given.plainUsername),
    password: plain && !server ? new Secret(passwordBytes(given.plainPassword)) : undefined,
    publicKey: optionalKey(given.curvePublicKey),
    secretKey: secretKey(given.curveSecretKey),
    serverKey: optionalKey(given.curveServerKey),
  };
}

function checkCurve(given: GivenSecurity, server: boolean): void {
  if (server && has(given, 'curveServerKey')) {
    throw wrong('curveServer makes this socket the CURVE server, curveServerKey makes it a client: omit one of them.');
  }
  if (!server && !has(given, 'curveServerKey')) {
    throw wrong(
      'Keys alone do not enable CURVE: set curveServer to true to be the CURVE server, or curveServerKey, the public key of the server, to be a client.',
    );
  }
  if (!has(given, 'curveSecretKey')) {
    throw wrong(
      `CURVE needs curveSecretKey, the secret key of this socket. curveKeyPair() of '@zeromq-ts/security' generates a pair.`,
    );
  }
}

function checkPlain(given: GivenSecurity, server: boolean): void {
  if (server && has(given, 'plainUsername', 'plainPassword')) {
    throw wrong(
      'plainServer makes this socket the PLAIN server, plainUsername and plainPassword make it a client: omit one or the other.',
    );
  }
  if (!server && !has(given, 'plainUsername')) throw wrong('plainPassword needs plainUsername beside it.');
}

function has(given: GivenSecurity, ...names: readonly SecurityOptionName[]): boolean {
  return names.some((name) => given[name] !== undefined);
}

function wrong(text: string): ZMQError {
  return new ZMQError('EINVAL', text);
}

/** A name as it was given: the caller may use the memory again. */
function ownName(value: unknown): string | Uint8Array | undefined {
  return value instanceof Uint8Array ? Uint8Array.from(value) : (value as string | undefined);
}

function passwordBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? Uint8Array.from(value) : encodeText((value as string | undefined) ?? '');
}

function optionalKey(value: unknown): Uint8Array | undefined {
  return value === undefined ? undefined : keyBytes(value as string | Uint8Array);
}

function secretKey(value: unknown): Secret | undefined {
  return value === undefined ? undefined : new Secret(keyBytes(value as string | Uint8Array));
}

function callbackOf(option: AuthenticateOption | undefined, curve: boolean): AuthenticateCallback | undefined {
  if (option === undefined) return undefined;
  if (typeof option === 'function') return option;
  if (isAuthenticator(option)) return (request) => (option as Authenticator).authenticate(request);
  if (!curve) throw wrong('authenticate is a set of public keys, which only CURVE peers have. Set curveServer.');
  const keys = option as Iterable<string | Uint8Array>;
  return ({ publicKey }) => {
    if (publicKey === undefined) return false;
    for (const key of keys) {
      if (areKeys([key]) && (typeof key === 'string' ? key : z85Encode(key)) === publicKey)
        return { userId: publicKey };
    }
    return { refuse: 'its public key is not among those of authenticate' };
  };
}
