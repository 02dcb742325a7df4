// @module-tag built
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { PROGRAM } from './program.js';

const PAGES = ['docs/guide/command-line.md', 'packages/cli/README.md'];

interface Block {
  readonly place: string;
  readonly script: string;
  /** What it prints on stdout, if the page says so. */
  readonly output: string | undefined;
}

/** The scripts of a page, each with the text that follows it. */
function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
  const found = text.matchAll(/^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gmsu);
  return Array.from(found, ({ 1: script = '', 2: output, index }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    script,
    output,
  }));
}

let bin = '';

beforeAll(() => {
  assertBuilt();
  bin = mkdtempSync(join(tmpdir(), 'zmq-bin-'));
  writeFileSync(join(bin, 'zmq'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(join(bin, 'zmq'), 0o755);
});

afterAll(() => {
  rmSync(bin, { recursive: true, force: true });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The same script with ports that no other test has. */
async function withFreePorts(script: string): Promise<string> {
  const ports = new Map<string, number>();
  for (const [, port = ''] of script.matchAll(/127\.0\.0\.1:(\d+)/gu)) {
    if (!ports.has(port)) ports.set(port, await freePort());
  }
  return script.replaceAll(/127\.0\.0\.1:(\d+)/gu, (_, port: string) => `127.0.0.1:${ports.get(port)}`);
}

it.each(PAGES.flatMap((page) => blocksOf(page)))(
  'the commands of $place do what the page says',
  async ({ script, output }) => {
    const folder = mkdtempSync(join(tmpdir(), 'zmq-guide-'));
    try {
      const child = spawn('bash', ['-e', '-c', await withFreePorts(script)], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PATH: `${bin}${delimiter}${process.env['PATH']}`,
          HOME: folder,
          XDG_CONFIG_HOME: folder,
        },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const [code] = await once(child, 'close');
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/^error/mu) });
      if (output !== undefined) expect(stdout.split('\n').toSorted()).toEqual(output.split('\n').toSorted());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

it('the page has commands that are run', () => {
  expect(PAGES.map((page) => blocksOf(page).length)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(blocksOf(PAGES[0]!).length).toBeGreaterThan(8);
});
