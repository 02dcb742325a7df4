import type { Transport } from '@zeromq-ts/core/spi';
import { formatEndpoint, sharedSlot } from '@zeromq-ts/core/spi';
import { InprocDirectory } from './inproc-directory.js';

/** Of all copies of this package whose transports have the same seam. */
const directories = /* @__PURE__ */ sharedSlot('transports/inproc@1', () => new WeakMap<object, InprocDirectory>());

function directoryOf(context: object): InprocDirectory {
  let directory = directories.get(context);
  if (directory === undefined) {
    directory = new InprocDirectory();
    directories.set(context, directory);
  }
  return directory;
}

/** Whether somebody is bound to an endpoint in a context. */
export function isBoundInproc(context: object, endpoint: string): boolean {
  return directories.get(context)?.isBound(endpoint) ?? false;
}

/** Between sockets of one context in one process: nothing is encoded, and nothing leaves the process. */
export const inproc: Transport = {
  seam: 'transport@2',
  protocol: 'inproc',
  patient: true,

  async listen(endpoint, local, watcher) {
    const text = formatEndpoint(endpoint);
    const directory = directoryOf(local.context);
    const binder = { local, watcher };
    directory.bind(text, binder);
    return {
      endpoint: text,
      close: async () => directory.unbind(text, binder),
    };
  },

  dial(endpoint, local, watcher) {
    return directoryOf(local.context).connect(formatEndpoint(endpoint), { local, watcher });
  },
};
