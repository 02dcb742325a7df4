// @module-tag built
import { once } from 'node:events';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { find, RUNTIMES } from '../runtimes/runtimes.mjs';
import { type Program, start } from './program.js';

const MIB = 2 ** 20;

beforeAll(() => assertBuilt());

describe.each(RUNTIMES)('on $name', (runtime) => {
  const found = find(runtime);
  const isMissing = 'missing' in found;
  const why = isMissing ? ` (skipped: ${found.missing})` : '';

  async function pulling(...flags: string[]): Promise<{ readonly push: ZMQPush; readonly program: Program }> {
    const push = new ZMQPush(undefined, { linger: 0 });
    onTestFinished(() => push.close());
    const endpoint = await push.bind('tcp://127.0.0.1:*');
    const command = isMissing ? '' : found.command;
    return { push, program: start(['pull', `>${endpoint}`, '-q', ...flags], { runtime: [command, ...runtime.args] }) };
  }

  it.skipIf(isMissing).each([1, 64])(`XO-11 stdout of %i MiB reaches a slow reader whole${why}`, async (size) => {
    const { push, program } = await pulling('-n', String(size), '-o', 'raw');
    const { stdout } = program.child;
    stdout?.pause();
    for (let n = 0; n < size; n++) void push.send(Buffer.alloc(MIB - 1, 'a'));
    // Before anything is read, the pipe is full.
    await once(stdout as NodeJS.ReadableStream, 'readable');
    stdout?.resume();
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect([program.stdout().length, program.stderr()]).toEqual([size * MIB, '']);
  });

  it.skipIf(isMissing)(
    `XO-12 a reader that closes stdout ends the command with 0, and without a word${why}`,
    async () => {
      const { push, program } = await pulling();
      await push.send('one');
      await program.said(/one/u, 'stdout');
      program.child.stdout?.destroy();
      const sending = (async () => {
        while (await push.send('more', { timeout: 10_000 }).catch(() => false));
      })();
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(program.stderr()).toBe('');
      await push.close();
      await sending;
    },
  );

  it.skipIf(isMissing || process.platform === 'win32')(
    `XC-04 a signal ends the command as a signal does${why}`,
    async () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        const { push, program } = await pulling();
        await push.send('one');
        await program.said(/one/u, 'stdout');
        program.child.kill(signal);
        expect(await program.ended).toEqual({ code: null, signal });
      }
    },
  );
});
