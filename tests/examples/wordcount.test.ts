import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ExampleProgram } from './example-program.js';

const SAME = 'The totals are the same.';

/** A folder that goes with the test. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wordcount-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The pid of a worker, once the program has said it. */
async function pidOf(program: ExampleProgram, worker: number): Promise<number> {
  const match = await program.line(new RegExp(`^worker ${worker} is process (\\d+)$`));
  return Number(match[1]);
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('counts this repository by default, in plain lines, and says what to read next', async () => {
  const program = new ExampleProgram('wordcount/main');
  expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
  expect(program.output).toContain(SAME);
  expect(program.output).toMatch(/^100 % \| (\d+) of \1 files/m);
  expect(program.output).toContain('What to read next');
});

describe('another folder', () => {
  test('its totals are those of its text files', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'deep', 'node_modules'), { recursive: true });
    await writeFile(join(folder, 'a.txt'), 'one two\nthree\n');
    await writeFile(join(folder, 'deep', 'b.md'), 'vier  fünf\n');
    await writeFile(join(folder, 'deep', 'node_modules', 'c.md'), 'not counted\n');
    await writeFile(join(folder, 'd.bin'), Uint8Array.of(1, 0, 2));
    const program = new ExampleProgram('wordcount/main', [folder, '--workers', '3']);
    expect(await program.ended).toBe(0);
    // Files, lines, words, bytes, binary files, unreadable files.
    expect(program.output).toMatch(/all workers.* 2 .* 3 .* 5 .* 26 .* 1 .* 0 /);
    expect(program.output).toContain(SAME);
  });

  test('an empty one is no failure', async () => {
    const folder = await newFolder();
    const program = new ExampleProgram('wordcount/main', [folder]);
    expect(await program.ended).toBe(0);
    expect(program.lines).toEqual([`There are no files to count under ${folder}.`]);
  });

  test('one that is not there is a clear failure', async () => {
    const program = new ExampleProgram('wordcount/main', ['/no/such/folder']);
    expect(await program.ended).toBe(2);
    expect(program.complaints).toMatch(/^Cannot list the folder \/no\/such\/folder: ENOENT/);
  });

  test('wrong arguments are a clear failure', async () => {
    const program = new ExampleProgram('wordcount/main', ['--workers', 'many']);
    expect(await program.ended).toBe(2);
    expect(program.complaints).toBe('--workers is many; it accepts 1 to 99.\n');
  });
});

describe('while it runs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wordcount-'));
    for (let file = 0; file < 2000; file++) await writeFile(join(folder, `${file}`), 'so many words\n'.repeat(20));
    return () => rm(folder, { recursive: true, force: true });
  });

  /** A count that cannot come to its end, because one of its two workers is stopped and sits on its tasks. */
  async function stuckProgram(): Promise<{ program: ExampleProgram; stopped: number; pids: number[] }> {
    const program = new ExampleProgram('wordcount/main', [folder, '--workers', '2']);
    const pids = [await pidOf(program, 1), await pidOf(program, 2)];
    await program.line(/^Sharing 2000 files/);
    const [stopped = 0] = pids;
    process.kill(stopped, 'SIGSTOP');
    // A process that is stopped cannot end by itself, whatever becomes of this test.
    onTestFinished(() => void (alive(stopped) && process.kill(stopped, 'SIGKILL')));
    return { program, stopped, pids };
  }

  test('a worker that is killed is replaced, and its tasks are handed out once more', async () => {
    const { program, stopped } = await stuckProgram();
    await program.line(/^25 %/);
    process.kill(stopped, 'SIGKILL');
    expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
    expect(program.output).toContain('worker 1 was ended by SIGKILL: its tasks are handed out once more');
    expect(program.output).toMatch(/all workers.* 2000 .* 40000 .* 120000 /);
    expect(program.output).toContain(SAME);
  });

  test('Ctrl-C ends it and all its processes', async () => {
    const { program, pids } = await stuckProgram();
    program.signalGroup('SIGINT');
    expect(await program.ended).toBe(2);
    expect(program.complaints).toBe('Interrupted by SIGINT.\n');
    expect(pids.filter(alive)).toEqual([]);
  });

  test('it answers on its control channel, and stops when it is told so', async () => {
    const { program, pids } = await stuckProgram();
    const { input } = await program.line(/control at/);
    const control = /control at (\S+)/.exec(input)?.[1] ?? '';
    const status = new ExampleProgram('wordcount/control', [control, 'status']);
    expect(await status.ended).toBe(0);
    expect(status.output).toContain('tasks: 2000');
    const wrong = new ExampleProgram('wordcount/control', [control, 'pause']);
    expect(await wrong.ended).toBe(0);
    expect(wrong.output).toContain('There is no request "pause"');
    const stop = new ExampleProgram('wordcount/control', [control, 'stop']);
    expect(await stop.ended).toBe(0);
    expect(await program.ended).toBe(2);
    expect(program.complaints).toMatch(/^Stopped on request after \d+ files\.\n$/);
    expect(pids.filter(alive)).toEqual([]);
  });

  test('anybody can watch its live figures', async () => {
    const { program, stopped } = await stuckProgram();
    const watch = new ExampleProgram('wordcount/watch', [await program.endpoint(/^Live figures/)]);
    await watch.line(/^progress: \d+ of 2000 files/);
    process.kill(stopped, 'SIGCONT');
    expect(await program.ended).toBe(0);
    expect(await watch.ended).toBe(0);
    expect(watch.output).toContain('progress: 2000 of 2000 files, 120000 words');
  });
});
