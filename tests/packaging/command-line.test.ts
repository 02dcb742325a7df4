import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustRun, run } from './command.js';
import { tarballOf } from './tarballs.js';
import { published, readManifest, root } from './workspace.js';

const CLI = '@zeromq-ts/cli';

describe('the command line, installed alone', () => {
  let project = '';

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'zeromq-ts-cli-'));
    const siblings = published.map(({ manifest }) => manifest.name).filter((name) => name !== CLI);
    const manifest = {
      private: true,
      dependencies: { [CLI]: `file:${tarballOf(CLI)}` },
      overrides: Object.fromEntries(siblings.map((name) => [name, `file:${tarballOf(name)}`])),
    };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'], project);
  });

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it('XN-01 is run by npx by the name of the package and by the name of the program', async () => {
    const { version } = readManifest(join(root, 'packages/cli/package.json'));
    for (const name of [CLI, 'zmq']) {
      expect(await mustRun('npx', ['--no-install', name, '--version'], project)).toBe(`${version}\n`);
    }
  });

  it('XN-02 sends and receives without native code, and says how to install what it lacks', async () => {
    const zmq = join(project, 'node_modules/.bin/zmq');
    expect(await run(zmq, ['pub', 'tcp://127.0.0.1:*', 'a', '--no-wait', '-q'], project)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    const ws = await run(zmq, ['pub', 'ws://127.0.0.1:*/', 'a', '--no-wait'], project);
    expect([ws.code, ws.stderr]).toEqual([
      2,
      expect.stringMatching(/need the package @zeromq-ts\/websocket[\s\S]*try: npm install/u),
    ]);
    const libzmq = await run(zmq, ['pub', 'tcp://127.0.0.1:*', 'a', '--no-wait', '--engine', 'libzmq'], project);
    expect([libzmq.code, libzmq.stderr]).toEqual([
      expect.toBeOneOf([1, 2]),
      expect.stringContaining('npm install zeromq'),
    ]);
  });

  it('XN-07 has no script that runs when it is installed', () => {
    const { scripts = {} } = readManifest(join(root, 'packages/cli/package.json')) as {
      scripts?: Record<string, string>;
    };
    expect(Object.keys(scripts).filter((name) => /install|prepare/u.test(name))).toEqual([]);
  });
});
