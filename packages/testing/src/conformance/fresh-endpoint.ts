import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below the ports that the system gives to connections, so that none of them can take one before it is bound. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

let paths = 0;
let nextPort = FIRST_PORT + Math.floor(Math.random() * PORTS);
let folder: string | undefined;

/** A port that is free on all interfaces. Calls of one process give different ones. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort;
    nextPort = port + 1 < FIRST_PORT + PORTS ? port + 1 : FIRST_PORT;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** The path of an ipc endpoint that no socket has bound. */
export function freshIpcPath(): string {
  return join(freshFolder(), `${++paths}`);
}

function freshFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'zmq-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}
