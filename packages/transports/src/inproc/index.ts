import type { Transport } from '@zeromq-ts/core/spi';
import { formatEndpoint } from '@zeromq-ts/core/spi';
import { InprocDirectory } from './inproc-directory.js';

const directories = new WeakMap<object, InprocDirectory>();

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
