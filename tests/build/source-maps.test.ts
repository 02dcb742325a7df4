import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGE = pathToFileURL(join(ROOT, 'packages/zeromq-ts/dist/index.js')).href;
const PROGRAM = `
  import { ZMQPull } from '${PACKAGE}';
  try {
    new ZMQPull().connect('tpc://127.0.0.1:5555');
  } catch (error) {
    console.log(error.stack);
  }
`;

it('stack traces of what is built show the lines of the sources, with build/source-maps.mjs', async () => {
  assertBuilt();
  const hook = pathToFileURL(join(ROOT, 'build/source-maps.mjs')).href;
  const args = ['--enable-source-maps', '--import', hook, '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: dirname(ROOT) });
  expect(stdout).toMatch(/packages[/\\]core[/\\]src[/\\]socket[/\\]zmq-socket\.ts:\d+/);
  expect(stdout).not.toContain('dist');
});
