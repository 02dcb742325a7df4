import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { start, zmqProgram } from '../cli/program.js';
import { RUNTIMES, find } from './runtimes.mjs';

const MIB = 2 ** 20;

beforeAll(assertBuilt);

for (const { name, title } of RUNTIMES) {
  const found = find(RUNTIMES.find((each) => each.name === name)!);
  if ('missing' in found) {
    it(`XN-02 the command line on ${name}`, ({ skip }) => skip(found.missing));
    continue;
  }
  const runtime = name === 'deno' ? [found.command, 'run', '-A', '--no-lock'] : [found.command];

  /** A `zmq pull`, and its endpoint. */
  const pulling = async (...flags: string[]) => {
    const pull = start(['pull', 'tcp://127.0.0.1:*', ...flags], { runtime });
    const [, endpoint = ''] = await pull.said(/bound (\S+)/u);
    return { ...pull, endpoint };
  };

  describe(`XN-02 the command line on ${title} ${found.version}`, () => {
    it('sends arguments and stdin, and prints them', async () => {
      const pull = await pulling('-n', '2');
      expect((await zmqProgram(['push', pull.endpoint, 'a', 'b'], { runtime })).code).toBe(0);
      expect((await zmqProgram(['push', pull.endpoint], { runtime, stdin: Uint8Array.of(0xff, 0x0a) })).code).toBe(0);
      expect((await pull.ended).code).toBe(0);
      expect(pull.stdout().toString()).toBe('a\tb\n\\xff\n');
    });

    it('runs a program for each request', async () => {
      const rep = start(['rep', 'tcp://127.0.0.1:*', '-n', '1', '--exec', 'tr', 'a-z', 'A-Z'], { runtime });
      const [, endpoint = ''] = await rep.said(/bound (\S+)/u);
      expect((await zmqProgram(['req', endpoint, 'hello'], { runtime })).stdout.toString()).toBe('HELLO\n');
      expect((await rep.ended).code).toBe(0);
    });

    it('XO-11 ends when all of stdout is written', async () => {
      const pull = await pulling('-n', '8', '-o', 'raw', '--terminator', '');
      pull.child.stdout?.pause();
      const stdin = Buffer.concat(
        Array.from({ length: 8 }, () => Buffer.concat([Buffer.alloc(MIB, 'a'), Buffer.from('\n')])),
      );
      const push = start(['push', pull.endpoint, '-l', '60s'], { runtime });
      push.child.stdin?.end(stdin);
      await once(push.child.stdin!, 'finish');
      pull.child.stdout?.resume();
      expect((await push.ended).code).toBe(0);
      expect((await pull.ended).code).toBe(0);
      expect(pull.stdout().length).toBe(8 * MIB);
    });

    it('XO-12 ends with 0 and without a word when the reader has closed stdout', async () => {
      const pull = await pulling();
      pull.child.stdout?.destroy();
      await once(pull.child.stdout!, 'close');
      const push = start(['push', pull.endpoint, '-n', '1000000', '-i', '5ms', '-l', '0', 'a'], { runtime });
      expect(await pull.ended).toEqual({ code: 0, signal: null });
      expect(pull.stderr()).toBe(`bound ${pull.endpoint}\n`);
      push.child.kill();
      await push.ended;
    });

    it('XC-04 ends by SIGTERM after a summary', async () => {
      const pull = await pulling();
      pull.child.kill('SIGTERM');
      expect(await pull.ended).toEqual({ code: null, signal: 'SIGTERM' });
      expect(pull.stderr()).toMatch(/^sent 0 /mu);
    });
  });
}
