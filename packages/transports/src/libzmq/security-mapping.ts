import type { SecuritySettings } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { ownPublicKey } from '../security/check-own-keys.js';
import { MECHANISMS, OPTIONS } from './libzmq-numbers.js';
import type { NativeSocket } from './native-binding.js';

/**
 * Sets the security options of a socket. With a domain, libzmq is configured to refuse peers when there is no ZAP
 * handler, unless `enforceSecurityDomain` is false.
 *
 * @throws ZMQError when libzmq does not accept them; the text shows no value.
 */
export function applySecurity(socket: NativeSocket, security: SecuritySettings): void {
  try {
    if (security.mechanism === 'CURVE') applyCurve(socket, security);
    if (security.mechanism === 'PLAIN') applyPlain(socket, security);
    if (security.domain !== undefined) {
      socket.setStringOption(OPTIONS.ZAP_DOMAIN, Buffer.from(security.domain));
      socket.setBoolOption(OPTIONS.ZAP_ENFORCE_DOMAIN, security.enforceDomain ?? true);
    }
    assertApplied(socket, security);
  } catch (cause) {
    if (cause instanceof ZMQError) throw cause;
    throw new ZMQError('ENOTSUP', `This libzmq does not take the options of ${security.mechanism}.`, { cause });
  }
}

function applyCurve(socket: NativeSocket, security: SecuritySettings): void {
  const { server, secretKey, serverKey } = security;
  if (server) socket.setBoolOption(OPTIONS.CURVE_SERVER, true);
  socket.setStringOption(OPTIONS.CURVE_PUBLICKEY, Buffer.from(ownPublicKey(security)));
  if (secretKey !== undefined) socket.setStringOption(OPTIONS.CURVE_SECRETKEY, Buffer.from(secretKey.reveal()));
  if (serverKey !== undefined) socket.setStringOption(OPTIONS.CURVE_SERVERKEY, Buffer.from(serverKey));
}

function applyPlain(socket: NativeSocket, { server, username, password }: SecuritySettings): void {
  if (server) return socket.setBoolOption(OPTIONS.PLAIN_SERVER, true);
  socket.setStringOption(OPTIONS.PLAIN_USERNAME, Buffer.from(username ?? ''));
  // To libzmq, an empty string for either option means "no security": it would switch to NULL. The password of a client
  // that has a name is empty unless it is set, so leaving the option out sends the empty password.
  const bytes = password?.reveal();
  if (bytes !== undefined && bytes.length > 0) socket.setStringOption(OPTIONS.PLAIN_PASSWORD, Buffer.from(bytes));
}

/**
 * The mechanism of a libzmq socket follows from which option was set last, and to what. So the outcome is read back: a
 * socket that would use another mechanism, or another role, than its options say is never opened.
 */
function assertApplied(socket: NativeSocket, { mechanism, server }: SecuritySettings): void {
  const applied = socket.getInt32Option(OPTIONS.MECHANISM);
  const isServer =
    mechanism === 'NULL' ||
    socket.getBoolOption(mechanism === 'CURVE' ? OPTIONS.CURVE_SERVER : OPTIONS.PLAIN_SERVER) === server;
  if (applied === MECHANISMS[mechanism] && isServer) return;
  throw new ZMQError(
    'ENOTSUP',
    `This libzmq does not use the mechanism ${mechanism} as the options of this socket ask for it. ` +
      "Create the socket with { engine: 'zmtp' }.",
  );
}
