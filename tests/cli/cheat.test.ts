// @module-tag built
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { CHEAT_PAGES, type CheatStep } from '../../packages/cli/src/cheat/pages.js';
import { zmq } from './in-process.js';
import { PROGRAM } from './program.js';

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-cheat-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeAll(async () => {
  assertBuilt();
  const script = join(folder, 'zmq');
  await writeFile(script, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  await chmod(script, 0o755);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A line in a shell of its own. */
class Typed {
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  #changed = (): void => {};

  constructor(line: string, cwd: string) {
    // A group of its own, so that Ctrl-C reaches what the shell has started.
    this.#child = spawn('/bin/sh', ['-c', line], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, XDG_CONFIG_HOME: cwd, NO_COLOR: '1' },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.#changed();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#changed();
    });
    this.ended = new Promise((resolve) => this.#child.on('close', resolve));
    onTestFinished(() => this.stop());
  }

  async until(done: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#changed = () => {
        if (done()) resolve();
      };
      this.#changed();
      void this.ended.then(() => resolve());
    });
  }

  stop(): void {
    try {
      process.kill(-(this.#child.pid as number), 'SIGINT');
    } catch {
      // It has ended.
    }
  }
}

describe('XP-14 zmq cheat', () => {
  it.each(CHEAT_PAGES.map((page) => [page.title, page] as const))('%s: runs', async (_, { steps }) => {
    const cwd = await mkdtemp(join(folder, 'page-'));
    const ports = new Map<string, number>();
    for (const [, port = ''] of steps
      .map(({ line }) => line)
      .join(' ')
      .matchAll(/:(\d{4})\b/g)) {
      ports.set(port, ports.get(port) ?? (await freePort()));
    }
    const running: (readonly [CheatStep, Typed])[] = [];
    for (const step of steps) {
      // What reads a file waits for what writes it.
      for (const [{ line }, writing] of running) {
        const file = / -o (\S+\.jsonl)/.exec(line)?.[1];
        if (file !== undefined && step.line.includes(file)) await writing.ended;
      }
      const typed = new Typed(
        step.line.replaceAll(/:(\d{4})\b/g, (_all, port: string) => `:${ports.get(port)}`),
        cwd,
      );
      if (step.stays === true) {
        running.push([step, typed]);
        await typed.until(() => /^(?:bound|connecting to) /m.test(typed.stderr));
        continue;
      }
      expect([step.line, await typed.ended, typed.stderr]).toEqual([
        step.line,
        0,
        expect.not.stringContaining('error:'),
      ]);
      if (step.prints !== undefined) expect(typed.stdout).toBe(step.prints);
    }
    for (const [step, typed] of running) {
      const { prints } = step;
      if (prints !== undefined) {
        await typed.until(() => typed.stdout.length >= prints.length);
        expect(typed.stdout).toBe(prints);
      }
      if (step.line.includes(' -n 1 ')) expect(await typed.ended).toBe(0);
      typed.stop();
      await typed.ended;
    }
    if (steps.some(({ line }) => line.includes('> copy'))) {
      expect(await readFile(join(cwd, 'copy'), 'utf8')).toBe(await readFile(join(cwd, 'numbers'), 'utf8'));
    }
  });

  it('prints all pages, those of one command, and JSON', async () => {
    const all = await zmq(['cheat']);
    expect(all.code).toBe(0);
    for (const { title } of CHEAT_PAGES) expect(all.stdout).toContain(title);
    const some = await zmq(['cheat', 'router']);
    expect(some.stdout).toBe(
      [
        'Answer each peer, without taking turns',
        '  1$ zmq router tcp://127.0.0.1:5558 --exec tr a-z A-Z',
        '  2$ zmq dealer tcp://127.0.0.1:5558 hello -n 1 -t 5s',
        '     HELLO\n',
      ].join('\n'),
    );
    const lines = (await zmq(['cheat', 'keygen', '--json'])).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ title: 'Encrypt, with keys in files' }]);
    expect(await zmq(['cheat', 'nothing'])).toMatchObject({ code: 2 });
    expect(await zmq(['cheat', 'version'])).toMatchObject({ code: 2 });
  });
});
