import { readdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { processOfFile, statsFolder } from './stats-folder.js';

/** Removes the files that processes have left behind in the folder of this user when they were killed. */
export async function removeStaleEndpoints(folder = statsFolder()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => removeIfStale(folder, name)));
}

/** @returns Whether it was left by a process that has ended. */
export async function removeIfStale(folder: string, name: string): Promise<boolean> {
  const pid = processOfFile(name);
  if (pid === undefined || isRunning(pid)) return false;
  const path = join(folder, name);
  // The process may run where its number cannot be seen, in a container: then it accepts connections.
  if (!(await refuses(path))) return false;
  await unlink(path).catch(() => {});
  return true;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Only a socket without a listener refuses. */
function refuses(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      answer(false);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => answer(code === 'ECONNREFUSED'));
  });
}
