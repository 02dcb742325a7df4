// @module-tag built
import { expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { zmqProgram } from './program.js';

it('XC-04 the program ends after its command, whatever else still runs in the process', async () => {
  assertBuilt();
  const busy = `--import "data:text/javascript,setInterval(() => {}, 1e9)"`;
  const { code, signal, stdout } = await zmqProgram(['version', '--json'], { env: { NODE_OPTIONS: busy } });
  expect([code, signal]).toEqual([0, null]);
  expect(JSON.parse(stdout.toString())).toHaveProperty('zmq');
});

it('XO-11 it ends with all of its output written', async () => {
  assertBuilt();
  const busy = `--import "data:text/javascript,setInterval(() => {}, 1e9)"`;
  const { code, stdout } = await zmqProgram(['help', '--markdown'], { env: { NODE_OPTIONS: busy } });
  expect([code, stdout.length > 10_000, stdout.at(-1)]).toEqual([0, true, 10]);
});
