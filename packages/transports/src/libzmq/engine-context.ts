import { defaultContext, sharedSlot } from '@zeromq-ts/core/spi';
import { InprocEmulation } from './inproc-emulation.js';
import { CONTEXT_OPTIONS, OPTIONS, OWN_SOCKETS } from './libzmq-numbers.js';
import type { NativeBinding, NativeContext } from './native-binding.js';
import { inWorkerThread } from './worker-thread.js';
import { ZapServer } from './zap-server.js';

/** Sockets of one context, as libzmq counts them: each of ours takes three, two of them for its monitor. */
const MAX_SOCKETS_PER_CONTEXT = 16_383;

/** What this engine keeps for one context. */
export interface EngineContext {
  readonly binding: NativeBinding;
  readonly native: NativeContext;
  readonly directory: InprocEmulation;
  /** Where the option `authenticate` of the sockets of this context is served. */
  readonly zap: ZapServer;
}

/** Of all copies of this package. */
const contexts = /* @__PURE__ */ sharedSlot('transports/libzmq-contexts@1', () => new WeakMap<object, EngineContext>());

/** The native context of a context. The default one is the binding's own, which all threads of the process share. */
export function engineContext(binding: NativeBinding, context: object): EngineContext {
  const known = contexts.get(context);
  if (known !== undefined) return known;
  const native = context === defaultContext() ? binding.context : new binding.Context();
  raiseSocketLimit(native);
  // In a worker, what seems to wait for a bind may have been bound by another thread, or be about to.
  const sweep = inWorkerThread() ? () => {} : (endpoint: string) => sweepOut(binding, native, endpoint);
  const directory = new InprocEmulation(sweep);
  const made = { binding, native, directory, zap: new ZapServer(binding, native) };
  contexts.set(context, made);
  return made;
}

/** libzmq's default is 1023; it takes effect with the first socket, and changes nothing after that. */
function raiseSocketLimit(native: NativeContext): void {
  const limit = Math.min(MAX_SOCKETS_PER_CONTEXT, native.getInt32Option(CONTEXT_OPTIONS.SOCKET_LIMIT));
  if (native.getInt32Option(CONTEXT_OPTIONS.MAX_SOCKETS) < limit) {
    native.setInt32Option(CONTEXT_OPTIONS.MAX_SOCKETS, limit);
  }
}

/** Connections that wait for a bind get one, which ends at once and takes them along. */
function sweepOut(binding: NativeBinding, native: NativeContext, endpoint: string): void {
  const socket = new binding.Socket(OWN_SOCKETS.PULL, { context: native });
  try {
    socket.setInt32Option(OPTIONS.LINGER, 0);
    socket.bindSync(endpoint);
    // At once; the close frees the name some time later.
    socket.disconnect(endpoint);
  } catch {
    // A socket outside this engine has just bound it: then nothing is waiting.
  } finally {
    socket.close();
  }
}
