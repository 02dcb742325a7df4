import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

// Not among the ports that the system hands out by itself: on one of these, a client that dials a server on this machine
// that is not there may come to be connected to itself.
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;

/** Binds to a tcp port that may be lost and taken again. */
export const ANY_TCP = `tcp://127.0.0.1:![${FIRST_PORT}-${LAST_PORT}]`;

/** A tcp endpoint that is free, known before anybody has bound it. */
export async function freshTcp(): Promise<string> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    const server = createServer();
    const free = await Promise.race([
      once(server.listen(port, '127.0.0.1'), 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]).catch(() => false);
    server.close();
    if (free) return `tcp://127.0.0.1:${port}`;
  }
}

/** An ipc endpoint for one test, known before anybody has bound it. */
export function freshIpc(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return `ipc://${join(folder, 'socket')}`;
}
