import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ZMQPublisher } from '@zeromq-ts/pubsub';
import { makePrivateFolder, statsFolder } from './stats-folder.js';

/**
 * Binds so that only this user can connect, where that can be said: the file of an `ipc://` endpoint has the mode 0600.
 *
 * @returns The endpoint, with its actual port.
 */
export async function bindPrivately(publisher: ZMQPublisher, endpoint: string): Promise<string> {
  const path = pathOf(endpoint);
  try {
    if (path === undefined) return await publisher.bind(endpoint);
    const folder = dirname(path);
    await (folder === statsFolder() ? makePrivateFolder(folder) : mkdir(folder, { recursive: true, mode: 0o700 }));
    const bound = await publisher.bind(endpoint);
    await chmod(pathOf(bound) ?? path, 0o600);
    return bound;
  } catch (error) {
    await publisher.close();
    throw error;
  }
}

/** The file of an endpoint; `undefined` if it has none. */
function pathOf(endpoint: string): string | undefined {
  return /^ipc:\/\/([^@].*)$/su.exec(endpoint)?.[1];
}
