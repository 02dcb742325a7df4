import type { SecuritySettings } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { ownPublicKey } from '../security/check-own-keys.js';
import { OPTIONS } from './libzmq-numbers.js';
import type { NativeSocket } from './native-binding.js';

/**
 * Sets the options that secure a socket. With a domain, libzmq is told to refuse when there is nobody to ask.
 *
 * @throws ZMQError when libzmq does not accept them; the text shows no value.
 */
export function applySecurity(socket: NativeSocket, security: SecuritySettings): void {
  try {
    if (security.mechanism === 'CURVE') applyCurve(socket, security);
    if (security.mechanism === 'PLAIN') applyPlain(socket, security);
    if (security.domain === undefined) return;
    socket.setStringOption(OPTIONS.ZAP_DOMAIN, Buffer.from(security.domain));
    socket.setBoolOption(OPTIONS.ZAP_ENFORCE_DOMAIN, true);
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
  socket.setStringOption(OPTIONS.PLAIN_PASSWORD, Buffer.from(password?.reveal() ?? ''));
}
