import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from './subject.js';

/** Below the ports that the system gives to connections, so that none of them can take one before it is bound. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

let count = 0;
let nextPort = FIRST_PORT + Math.floor(Math.random() * PORTS);
let folder: string | undefined;

/** An endpoint that nobody has bound, with a fixed port or path: either side can come first. */
export async function freshEndpoint(transport: Transport): Promise<string> {
  count += 1;
  switch (transport) {
    case 'tcp':
      return `tcp://127.0.0.1:${await freePort()}`;
    case 'ipc':
      return `ipc://${join(freshFolder(), `${count}`)}`;
    case 'inproc':
    case 'loop':
      return `${transport}://conformance-${process.pid}-${count}`;
  }
}

/** A port that is free on all interfaces. */
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

function freshFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'zmq-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}
