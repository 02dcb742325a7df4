import type { OptionRule, SecurityScheme, SecuritySettings } from '@zeromq-ts/core/spi';
import { bytesOption, encodeText, NO_SECURITY, Secret, ZMQError } from '@zeromq-ts/core/spi';

type Given = Readonly<Record<string, unknown>>;

const KEY_BYTES = 32;
const Z85 = /^[\w.\-:+=^!/*?&<>()[\]{}@%$#]{40}$/;

const KEY: OptionRule = {
  accepts: 'a key: 40 characters of Z85 text, or 32 bytes',
  fallback: undefined,
  confidential: true,
  check: (value) => (value instanceof Uint8Array ? value.byteLength === KEY_BYTES : Z85.test(String(value))),
};

/** Options of the side that its peers connect to, and that asks who they are. They are known, to be refused by name. */
const OF_SERVERS: OptionRule = { accepts: 'nothing in a page', fallback: undefined, check: () => true };

const CURVE = { curveServerKey: KEY, curveSecretKey: KEY, curvePublicKey: KEY };
const PLAIN = { plainUsername: bytesOption(1, 255), plainPassword: { ...bytesOption(0, 255), confidential: true } };
const SERVER = {
  curveServer: OF_SERVERS,
  plainServer: OF_SERVERS,
  authenticate: OF_SERVERS,
  authenticateTimeout: OF_SERVERS,
  securityDomain: OF_SERVERS,
  enforceSecurityDomain: OF_SERVERS,
};

/**
 * The mechanisms of a page: NULL, and the client's side of PLAIN and CURVE. Keys are kept as they are given: what decodes
 * their text is loaded with the mechanism.
 */
export const PAGE_SECURITY: SecurityScheme = {
  rules: { ...CURVE, ...PLAIN, ...SERVER },
  resolve,
  warningOf: () => undefined,
};

function resolve(given: Given): SecuritySettings {
  const ofServer = Object.keys(SERVER).find((name) => given[name] !== undefined && given[name] !== false);
  if (ofServer !== undefined) {
    throw new ZMQError('ENOTSUP', `${ofServer} is an option of servers, and is not supported in browsers.`);
  }
  const [curve, plain] = [CURVE, PLAIN].map((rules) => Object.keys(rules).some((name) => given[name] !== undefined));
  const missing = curve ? ['curveServerKey', 'curveSecretKey'] : plain ? ['plainUsername'] : [];
  if (curve && plain) throw wrong('A socket has one security mechanism: omit either the options plain… or curve….');
  for (const name of missing) {
    if (given[name] === undefined) throw wrong(`${curve ? 'CURVE' : 'PLAIN'} needs ${name} beside its other options.`);
  }
  const { plainUsername, plainPassword = '', curvePublicKey, curveSecretKey, curveServerKey } = given;
  return {
    ...NO_SECURITY,
    mechanism: curve ? 'CURVE' : plain ? 'PLAIN' : 'NULL',
    username: plainUsername === undefined ? undefined : bytesOf(plainUsername),
    password: plain ? new Secret(bytesOf(plainPassword)) : undefined,
    publicKey: curvePublicKey === undefined ? undefined : bytesOf(curvePublicKey),
    secretKey: curve ? new Secret(bytesOf(curveSecretKey)) : undefined,
    serverKey: curve ? bytesOf(curveServerKey) : undefined,
  };
}

function wrong(text: string): ZMQError {
  return new ZMQError('EINVAL', text);
}

/** A copy: the caller may use the memory again. */
function bytesOf(value: unknown): Uint8Array {
  return typeof value === 'string' ? encodeText(value) : Uint8Array.from(value as Uint8Array);
}
