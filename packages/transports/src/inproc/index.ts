import type {
  InprocEndpoint,
  Listener,
  ListenerEvents,
  LocalSocket,
  ParsedEndpoint,
  Transport,
} from '@zeromq-ts/core/spi';
import { INPROC_ENDPOINTS, sharedSlot } from '@zeromq-ts/core/spi';
import { InprocDirectory } from './inproc-directory.js';

/** Of all copies of this package whose transports have the same seam. */
const directories = /* @__PURE__ */ sharedSlot('transports/inproc@2', () => new WeakMap<object, InprocDirectory>());

function directoryOf(context: object): InprocDirectory {
  let directory = directories.get(context);
  if (directory === undefined) {
    directory = new InprocDirectory();
    directories.set(context, directory);
  }
  return directory;
}

/** Whether a socket is bound to an endpoint in a context. */
export function isBoundInproc(context: object, endpoint: string): boolean {
  return directories.get(context)?.isBound(endpoint) ?? false;
}

/** `inproc://`: between sockets of one context in one process. Nothing is encoded, and nothing leaves the process. */
export function inproc(): Transport<InprocEndpoint> {
  return INPROC;
}

function listen({ text }: ParsedEndpoint<InprocEndpoint>, local: LocalSocket, watcher: ListenerEvents): Listener {
  const directory = directoryOf(local.context);
  const binder = { local, watcher };
  directory.bind(text, binder);
  return {
    endpoint: text,
    close: async () => directory.unbind(text, binder),
  };
}

const INPROC: Transport<InprocEndpoint> = {
  seam: 'transport@2',
  protocol: 'inproc',
  endpoints: INPROC_ENDPOINTS,
  waitsForBind: true,

  async listen(endpoint, local, watcher) {
    return listen(endpoint, local, watcher);
  },

  listenSync: listen,

  dial: ({ text }, local, watcher) => directoryOf(local.context).connect(text, { local, watcher }),
};
