import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readArguments } from '../../examples/wordcount/arguments.js';
import { countFile } from '../../examples/wordcount/count-file.js';
import { findFiles } from '../../examples/wordcount/find-files.js';
import { Tally } from '../../examples/wordcount/tally.js';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wordcount-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs something as a user whom modes of files concern: the superuser may read everything. */
async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

describe('countFile', () => {
  test.each([
    ['an empty file', '', { lines: 0, words: 0 }],
    ['a last line without an end', 'one\ntwo', { lines: 1, words: 2 }],
    ['white space of all kinds', ' a\t b\u00a0c \r\n\n', { lines: 2, words: 3 }],
  ])('%s', async (_, content, expected) => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, content);
    const brotli = brotliCompressSync(content).byteLength;
    expect(await countFile(path)).toEqual({ kind: 'text', bytes: Buffer.byteLength(content), brotli, ...expected });
  });

  test('a file with a zero byte is binary', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, Uint8Array.of(65, 0, 66));
    expect(await countFile(path)).toEqual({ kind: 'binary' });
  });

  test('a file that has gone is unreadable, and says why', async () => {
    const path = join(await newFolder(), 'gone');
    expect(await countFile(path)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(`'${path}'`) });
  });
});

describe('findFiles', () => {
  test('leaves out what is hidden, installed, built or linked', async () => {
    const folder = await newFolder();
    for (const name of ['.git', 'node_modules', 'dist', 'src']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'file'), '');
    }
    await writeFile(join(folder, '.hidden'), '');
    await symlink(folder, join(folder, 'link'));
    expect(await findFiles([folder])).toEqual({ files: [join(folder, 'src', 'file')], unreadable: [] });
  });

  test('a folder that may not be read is named, and the others are listed', async () => {
    const folder = await newFolder();
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'locked'), { mode: 0o000 });
    expect(await asNobody(() => findFiles([folder]))).toEqual({
      files: [join(folder, 'file')],
      unreadable: [expect.stringContaining(join(folder, 'locked'))],
    });
  });
});

describe('Tally', () => {
  const text = { kind: 'text', lines: 1, words: 2, bytes: 3, brotli: 4 } as const;

  test('adds up the results of each worker, of whatever kind', () => {
    const tally = new Tally(4);
    tally.add({ worker: 'a', count: { kind: 'binary' } });
    tally.add({ worker: 'a', count: { kind: 'unreadable', reason: 'locked' } });
    tally.add({ worker: 'b', count: text });
    expect(tally.progress).toEqual({ done: 3, tasks: 4, words: 2 });
    tally.add({ worker: 'b', count: text });
    expect(tally.status).toEqual({
      done: 4,
      tasks: 4,
      words: 4,
      unreadable: ['locked'],
      workers: {
        a: { files: 0, lines: 0, words: 0, bytes: 0, brotli: 0, binary: 1, unreadable: 1 },
        b: { files: 2, lines: 2, words: 4, bytes: 6, brotli: 8, binary: 0, unreadable: 0 },
      },
    });
  });
});

describe('readArguments', () => {
  test('by default: the docs and packages of this repository, at least two workers', () => {
    const { folders, workers } = readArguments([]);
    expect(folders.map((folder) => folder.split(/[\\/]/).at(-1))).toEqual(['docs', 'packages']);
    expect(workers).toBeGreaterThanOrEqual(2);
  });

  test.each(['0', '100', '-1', 'many', ''])('--workers=%s is refused', (value) => {
    expect(() => readArguments([`--workers=${value}`])).toThrow(/--workers is .*; it accepts 1 to 99/);
  });

  test('an option that there is not is refused', () => {
    expect(() => readArguments(['--threads', '3'])).toThrow(TypeError);
  });
});
