import type { AuthenticationRequest, LocalSocket, AuthenticationResult } from '@zeromq-ts/core/spi';
import { judge, z85Encode } from '@zeromq-ts/core/spi';
import { askZap, hasZapHandler } from '../zap/ask-zap.js';
import type { Credentials, AuthenticationHandler } from '../zmtp/mechanism.js';

/**
 * The authentication of one connection; `undefined` when none is needed.
 *
 * |             | `authenticate` | a ZAP handler is bound | neither                          |
 * | ----------- | -------------- | ---------------------- | -------------------------------- |
 * | NULL        | asks it        | asks it, with a domain | admits; refuses with a domain    |
 * | PLAIN       | asks it        | asks it                | refuses                          |
 * | CURVE       | asks it        | asks it                | admits; refuses with a domain    |
 *
 * With `enforceSecurityDomain` false, a domain makes no difference where there is neither.
 */
export function authenticationHandlerOf(local: LocalSocket, address: string): AuthenticationHandler | undefined {
  const { mechanism, server, authenticate, domain, enforceDomain = true } = local.options.security;
  if (mechanism !== 'NULL' && !server) return undefined;
  if (authenticate !== undefined) return (credentials) => askCallback(local, address, credentials);
  if (!enforceDomain && mechanism !== 'PLAIN' && !hasZapHandler(local)) return undefined;
  if (domain !== undefined || mechanism === 'PLAIN') return (credentials) => askHandler(local, address, credentials);
  if (mechanism === 'NULL' || !hasZapHandler(local)) return undefined;
  return (credentials) => askHandler(local, address, credentials);
}

function askCallback(local: LocalSocket, address: string, credentials: Credentials): Promise<AuthenticationResult> {
  const { authenticate, authenticateTimeout, domain = '' } = local.options.security;
  if (authenticate === undefined) return askHandler(local, address, credentials);
  return judge(authenticate, authenticationRequest(credentials, domain, address), authenticateTimeout);
}

async function askHandler(
  local: LocalSocket,
  address: string,
  credentials: Credentials,
): Promise<AuthenticationResult> {
  if (hasZapHandler(local)) return askZap(local, address, credentials);
  return {
    allowed: false,
    status: 500,
    reason: 'there is no authenticator: set authenticate, or bind a ZAP handler to inproc://zeromq.zap.01',
  };
}

/** The words of ZAP in those of the option `authenticate`. */
export function authenticationRequest(
  { mechanism, publicKey, username, password }: Credentials,
  domain: string | Uint8Array,
  address: string,
): AuthenticationRequest {
  const request: AuthenticationRequest = {
    mechanism,
    domain: typeof domain === 'string' ? domain : Buffer.from(domain).toString('utf8'),
    address,
    ...(publicKey === undefined ? {} : { publicKey: z85Encode(publicKey) }),
    ...(username === undefined ? {} : { username: username.toString('utf8') }),
  };
  // Not enumerable: to be taken out by its name, and not to be printed.
  if (password !== undefined) Object.defineProperty(request, 'password', { value: password.toString('utf8') });
  return request;
}
