import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustRun, run } from './command.js';
import { tarballOf } from './tarballs.js';
import { published } from './workspace.js';

const DROP_IN = '@zeromq-ts/zeromq';
/** What the drop-in needs, and the cryptography. */
const BROUGHT = ['@zeromq-ts', 'libsodium', 'zeromq'];

const PROGRAM = `
const { Pull, Push } = require('zeromq');
const [pull, push] = [new Pull(), new Push()];
pull.bind('tcp://127.0.0.1:*').then(async () => {
  push.connect(pull.lastEndpoint);
  await push.send('hello');
  console.log(String(await pull.receive()));
  pull.close();
  push.close();
});
`;

describe('the drop-in under the name of the npm package', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-alias-'));
    const siblings = published.map(({ manifest }) => manifest.name).filter((name) => name !== DROP_IN);
    const manifest = {
      private: true,
      dependencies: { zeromq: `file:${tarballOf(DROP_IN)}` },
      overrides: Object.fromEntries(siblings.map((name) => [name, `file:${tarballOf(name)}`])),
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'], folder);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is installed without the npm package, and every package once', () => {
    const modules = join(folder, 'node_modules');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(BROUGHT);
    for (const name of readdirSync(join(modules, '@zeromq-ts'))) {
      expect(existsSync(join(modules, '@zeromq-ts', name, 'node_modules')), name).toBe(false);
    }
  });

  it('passes messages', async () => {
    expect(await run(process.execPath, ['-e', PROGRAM], folder)).toMatchObject({ code: 0, stdout: 'hello\n' });
  });

  it('is not taken for the npm package by the engine libzmq', async () => {
    const program = `process.env.ZMQ_ENGINE = 'libzmq';${PROGRAM}`;
    const { stderr } = await run(process.execPath, ['-e', program], folder);
    expect(stderr).toContain("'zeromq' is an alias of @zeromq-ts/zeromq here");
  });
});
