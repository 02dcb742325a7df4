import type { OpenSocket } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { EngineContext } from './engine-context.js';
import { OPTIONS } from './libzmq-numbers.js';
import type { NativeError, NativeSocket } from './native-binding.js';
import { applyOptions } from './option-mapping.js';
import { applySecurity } from './security-mapping.js';
import type { ZapAuthenticator } from './zap-server.js';

/**
 * Creates a native socket and sets its options.
 *
 * @throws ZMQError when libzmq cannot open the socket, or does not accept an option.
 */
export function openNativeSocket(request: OpenSocket, { binding, native }: EngineContext): NativeSocket {
  const { definition, options } = request;
  const numbers = definition.libzmq;
  if (numbers === undefined) {
    throw new ZMQError('ENOTSUP', `libzmq has no ${definition.type}. Choose { engine: 'zmtp' } for it.`);
  }
  // Only a PUB can be made to keep just the newest message.
  const type = options.conflate ? numbers.type : (numbers.observableType ?? numbers.type);
  let socket: NativeSocket;
  try {
    socket = new binding.Socket(type, { context: native });
  } catch (cause) {
    const code = (cause as NativeError).code ?? 'EINVAL';
    const advice = code === 'EMFILE' ? ' Close sockets that are not needed any more.' : '';
    throw new ZMQError(code, `libzmq cannot open a ${definition.type}: ${(cause as Error).message}.${advice}`, {
      cause,
    });
  }
  try {
    applyOptions(socket, request);
    applySecurity(socket, options.security);
  } catch (error) {
    socket.close();
    throw error;
  }
  return socket;
}

/** Sets the option `authenticate` of a socket: libzmq asks through ZAP, and nothing else. */
export function authenticateByZap(
  { options }: OpenSocket,
  socket: NativeSocket,
  { zap }: EngineContext,
  mayBeIpc: () => boolean,
): ZapAuthenticator | undefined {
  const { authenticate } = options.security;
  if (authenticate === undefined) return undefined;
  try {
    const authenticator = zap.enter(options.security, mayBeIpc);
    socket.setStringOption(OPTIONS.ZAP_DOMAIN, Buffer.from(authenticator.domain));
    socket.setBoolOption(OPTIONS.ZAP_ENFORCE_DOMAIN, true);
    return authenticator;
  } catch (error) {
    socket.close();
    throw error;
  }
}
