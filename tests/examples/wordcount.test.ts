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

test('counts this repository by default, in plain lines; a worker is killed midway, and nothing is lost', async () => {
  const program = new ExampleProgram('wordcount/main');
  expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
  expect(program.output).toContain(SAME);
  expect(program.output).toMatch(/^100 % \| (\d+) of \1 files/m);
  expect(program.output).toMatch(/^worker 1 was ended by SIGKILL: its files go to others/m);
  expect(program.output).toMatch(/s shared among \d+ processes, .* s in one process: .* times as fast/);
  expect(program.output).toContain('What to read next');
}, 120_000);

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
    // Files, lines, words, bytes, compressed bytes, binary files, unreadable files.
    expect(program.output).toMatch(/all workers.* 2 .* 3 .* 5 .* 26 .* \d+ .* 1 .* 0 /);
    expect(program.output).toContain(SAME);
  });

  test('an empty one is no failure', async () => {
    const folder = await newFolder();
    const program = new ExampleProgram('wordcount/main', [folder]);
    expect(await program.ended).toBe(0);
    expect(program.lines.at(-1)).toBe(`There are no files to count under ${folder}.`);
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

  /** The ids of the two workers, as soon as they are started. */
  async function startingProgram(): Promise<{ program: ExampleProgram; pids: number[] }> {
    const program = new ExampleProgram('wordcount/main', [folder, '--workers', '2']);
    const pids = [await pidOf(program, 1), await pidOf(program, 2)];
    for (const pid of pids) stop(pid);
    return { program, pids };
  }

  /** A process that is stopped cannot end by itself, whatever becomes of the test. */
  function stop(pid: number): void {
    process.kill(pid, 'SIGSTOP');
    onTestFinished(() => void (alive(pid) && process.kill(pid, 'SIGKILL')));
  }

  /** A count that does not go on, because its workers are stopped. */
  async function stuckProgram(): Promise<{ program: ExampleProgram; pids: number[] }> {
    const { program, pids } = await startingProgram();
    await program.line(/^Sharing 2000 files/);
    return { program, pids };
  }

  test('its workers start before the files are listed, and what another worker is killed with is counted by others', async () => {
    const { program, pids } = await stuckProgram();
    expect(program.lines.findIndex((line) => line.startsWith('worker 2 is'))).toBeLessThan(
      program.lines.findIndex((line) => line.startsWith('Sharing')),
    );
    process.kill(pids[1] as number, 'SIGKILL');
    await program.line(/^worker 2 was ended by SIGKILL/);
    process.kill(pids[0] as number, 'SIGCONT');
    expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
    expect(program.output).toMatch(/all workers.* 2000 .* 40000 .* 120000 /);
    expect(program.output).toContain(SAME);
  });

  test.each([
    ['SIGINT', 'all its processes', (program: ExampleProgram) => program.signalGroup('SIGINT')],
    ['SIGTERM', 'all its processes', (program: ExampleProgram) => program.signalGroup('SIGTERM')],
    ['SIGTERM', 'the main process', (program: ExampleProgram) => program.signal('SIGTERM')],
  ])('%s to %s ends it and all its workers, also those that are stopped', async (signal, _, send) => {
    const { program, pids } = await stuckProgram();
    process.kill(pids[0] as number, 'SIGCONT');
    send(program);
    expect(await program.ended).toBe(2);
    expect(program.complaints).toBe(`Interrupted by ${signal}.\n`);
    expect(pids.filter(alive)).toEqual([]);
  });

  test.each([
    ['that work', stuckProgram],
    ['that are still starting', startingProgram],
  ])('workers %s do not outlive a main process that is killed', async (_, start) => {
    const { program, pids } = await start();
    program.signal('SIGKILL');
    // They hold the output of the program open, so it has not ended for the test before they have.
    await expect.poll(() => program.killed).toBe(true);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    expect(await program.ended).toBe('SIGKILL');
    await expect.poll(() => pids.filter(alive), { timeout: 10_000 }).toEqual([]);
  });

  test('it answers on its control channel, and stops on request', async () => {
    const { program, pids } = await stuckProgram();
    const { input } = await program.line(/control at/);
    const control = /control at (\S+)/.exec(input)?.[1]?.replace(/,$/, '') ?? '';
    const status = new ExampleProgram('wordcount/control', [control, 'status']);
    expect(await status.ended).toBe(0);
    expect(status.output).toContain('tasks: 2000');
    const wrong = new ExampleProgram('wordcount/control', [control, 'pause']);
    expect(await wrong.ended).toBe(0);
    expect(wrong.output).toContain('There is no request "pause"');
    const request = new ExampleProgram('wordcount/control', [control, 'stop']);
    expect(await request.ended).toBe(0);
    expect(await program.ended).toBe(2);
    expect(program.complaints).toMatch(/^Stopped on request after \d+ files\.\n$/);
    expect(pids.filter(alive)).toEqual([]);
  });

  test('any program can watch its live figures', async () => {
    const { program, pids } = await stuckProgram();
    const watch = new ExampleProgram('wordcount/watch', [await program.endpoint(/^Live figures/)]);
    await watch.line(/^progress: \d+ of 2000 files/);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    expect(await program.ended).toBe(0);
    expect(await watch.ended).toBe(0);
    expect(watch.output).toContain('progress: 2000 of 2000 files, 120000 words');
  });
});
