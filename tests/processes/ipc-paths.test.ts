import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ENGINES } from './engines.js';
import { LineChild } from './line-child.js';
import { startProgram } from './program.js';

/** How long the claimants have to read their line, in milliseconds. */
const NOTICE_MS = 30;

describe.skipIf(process.platform === 'win32')('paths of ipc', () => {
  for (const engines of [...ENGINES.map((engine) => [engine, engine]), ENGINES]) {
    for (const stale of [true, false]) {
      const what = stale ? 'whose socket is dead' : 'that is free';
      it(`A-32 of four processes that bind a path ${what} at once, one gets it (${engines.join(' and ')})`, async () => {
        const folder = temporaryFolder();
        const claimants = Array.from({ length: 4 }, (_, index) =>
          startProgram(engines[index % engines.length] as string, 'ipc-claimant'),
        );
        await Promise.all(claimants.map((claimant) => claimant.said('READY')));
        for (let round = 0; round < 25; round++) {
          const path = join(folder, `path-${round}`);
          if (stale) await leaveDeadSocket(path);
          const at = Date.now() + NOTICE_MS;
          for (const claimant of claimants) claimant.write(`${at} ${path}`);
          const results = await Promise.all(claimants.map((claimant) => claimant.nextLine()));
          expect(results.toSorted()).toEqual(['BOUND', 'EADDRINUSE', 'EADDRINUSE', 'EADDRINUSE']);
          expect(existsSync(path)).toBe(true);
          for (const claimant of claimants) claimant.write('close');
          await Promise.all(claimants.map((claimant) => claimant.said('CLOSED')));
          expect(existsSync(path)).toBe(false);
        }
      });
    }
  }

  it('a worker thread that is terminated leaves nothing of ipc://*, and its path can be bound again (zmtp)', async () => {
    const child = startProgram('zmtp', 'ipc-worker', 'ipc://*');
    expect(await child.said('LEFT')).toBe('[]');
  });

  it('the path of a worker thread that was terminated can be bound again (zmtp)', async () => {
    const child = startProgram('zmtp', 'ipc-worker', `ipc://${join(temporaryFolder(), 'path')}`);
    expect(await child.said('LEFT')).toBe('[]');
  });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ipc-paths-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Has a process bind a path and killed, which leaves the file. */
async function leaveDeadSocket(path: string): Promise<void> {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('BOUND'))`;
  const child = new LineChild('dead socket', process.execPath, ['-e', program]);
  await child.said('BOUND');
  await child.kill();
}
