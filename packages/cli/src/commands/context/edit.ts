import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatContext, parseContext } from '../../config/context.js';
import { readUserFile } from '../../config/files.js';
import { knownFlags } from '../../config/settings.js';
import { CommandError, UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import type { CommandIO } from '../../io.js';
import { COMMANDS } from '../index.js';
import { storeOf } from './store-of.js';

/** `zmq context edit`: in a copy, so that the context stays as it is if the result is none. */
export const run: Run = async (parsed, io) => {
  const name = parsed.words[0] as string;
  const store = storeOf(parsed, io);
  const file = store.fileOf(name);
  // A malformed one is mended here: it is not read as a context.
  const text = readUserFile(file, { within: store.folder, strict: false, warn: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'zmq-context-'));
  const copy = join(folder, `${name}.json`);
  try {
    await writeFile(copy, text ?? formatContext({ endpoints: [], flags: {} }), { mode: 0o600 });
    await edit(copy, io);
    const known = knownFlags(COMMANDS.map(({ definition }) => definition));
    store.write(name, parseContext(await readFile(copy, 'utf8'), name, known, refuse), { create: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return exitCode('done');
};

function refuse(text: string): never {
  throw new UsageError(`${text}.`);
}

/** Runs the editor of the user, without a shell: `code --wait` is a program and an argument. */
async function edit(file: string, { env, signal }: CommandIO): Promise<void> {
  const [program, ...args] = (env['VISUAL'] ?? env['EDITOR'] ?? 'vi').split(' ').filter((word) => word !== '');
  if (program === undefined) throw new UsageError('EDITOR is empty: set it to the program to edit with.');
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, [...args, file], { stdio: 'inherit', env: { ...env }, signal });
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new CommandError('handler', `${program} has ended with ${code ?? 'a signal'}: nothing is changed.`);
}
