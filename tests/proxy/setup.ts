import type { EngineName } from '@zeromq-ts/core';

/** The engines that the proxy is tested on; it has no code for either. */
export const ENGINES: readonly EngineName[] = ['zmtp', 'libzmq'];

/** An endpoint of this machine with any free port. */
export const ANYWHERE = 'tcp://127.0.0.1:*';

interface Closable {
  close(options?: { linger?: number }): Promise<void>;
}

/** Closes what a test has opened, in the opposite order. */
export class Opened {
  readonly #sockets: Closable[] = [];

  add<S extends Closable>(socket: S): S {
    this.#sockets.push(socket);
    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.splice(0).toReversed()) await socket.close({ linger: 0 });
  }
}

/** Resolves once a condition holds, which is looked at in each turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
