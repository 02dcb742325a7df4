import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LibraryName } from './libraries.js';

const run = promisify(execFile);

/** How to start the peers of another library; or, where this machine cannot, why not. */
export interface PeerProgram {
  readonly name: LibraryName;
  readonly command: string;
  readonly args: readonly string[];
  readonly missing: string | undefined;
}

const source = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;

/** The first Python here that knows zmq; Debian's module is not in a Python of one's own. */
async function findPyzmq(): Promise<PeerProgram> {
  const args = [source('pyzmq-peer.py')];
  const tried: string[] = [];
  for (const command of ['python3', '/usr/bin/python3', 'python']) {
    try {
      await run(command, ['-c', 'import zmq']);
      return { name: 'pyzmq', command, args, missing: undefined };
    } catch {
      tried.push(command);
    }
  }
  const missing = `none of ${tried.join(', ')} can import zmq (Debian: python3-zmq)`;
  return { name: 'pyzmq', command: '', args, missing };
}

/** Compiles the peer in C into `folder`. */
async function buildCzmq(folder: string): Promise<PeerProgram> {
  const command = join(folder, 'czmq-peer');
  const program = { name: 'czmq', command, args: [] } as const;
  let flags: string[];
  try {
    const { stdout } = await run('pkg-config', ['--cflags', '--libs', 'libczmq', 'libzmq']);
    flags = stdout.trim().split(/\s+/).filter(Boolean);
  } catch {
    return { ...program, missing: 'pkg-config does not know libczmq (Debian: pkg-config, libczmq-dev)' };
  }
  const compiler = process.env['CC'] ?? 'cc';
  try {
    await run(compiler, ['--version']);
  } catch (error) {
    return { ...program, missing: `there is no C compiler (Debian: gcc): ${firstLine(error)}` };
  }
  await run(compiler, ['-O1', '-Wall', '-o', command, source('czmq-peer.c'), ...flags]);
  return { ...program, missing: undefined };
}

/** The peers of other libraries, a folder for one's own use, and a way to clean up both. */
export interface PreparedPeers {
  readonly programs: readonly PeerProgram[];
  readonly folder: string;
  readonly cleanUp: () => Promise<void>;
}

/** Finds or builds the peers of the other libraries. */
export async function preparePeers(): Promise<PreparedPeers> {
  const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-interop-'));
  const programs = await Promise.all([findPyzmq(), buildCzmq(folder)]);
  return { programs, folder, cleanUp: () => rm(folder, { recursive: true, force: true }) };
}
