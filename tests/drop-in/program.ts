import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assertBuilt } from '../../build/built-from.mjs';

/** Runs a program that has the built package as CommonJS: its path as `dropIn`, and some of its classes. */
export async function run(program: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  assertBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'drop-in-'));
  const file = join(folder, 'program.cjs');
  const dropIn = fileURLToPath(new URL('../../packages/zeromq/dist/index.cjs', import.meta.url));
  const head = `const dropIn = ${JSON.stringify(dropIn)};\nconst { Context, Pair, Pull, Push } = require(dropIn);\n`;
  await writeFile(file, head + program);
  try {
    return await promisify(execFile)(process.execPath, [file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
