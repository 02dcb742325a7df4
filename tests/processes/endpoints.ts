import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A tcp port that may be lost and taken again. It is not one of those that the system hands out by itself: on one of
 * these, a client that dials a dead server on this machine may come to be connected to itself.
 */
export const ANY_TCP = 'tcp://127.0.0.1:![20000-29999]';

/** An ipc endpoint for one test, known before anybody has bound it. */
export function freshIpc(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return `ipc://${join(folder, 'socket')}`;
}
