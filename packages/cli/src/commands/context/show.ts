import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';
import { printable } from '../../output/printable.js';
import { storeOf } from './store-of.js';

/** `zmq context show`. */
export const run: Run = async (parsed, io) => {
  const store = storeOf(parsed, io);
  const name = parsed.words[0] ?? store.selection().current;
  if (name === undefined) throw new UsageError('No context is selected: zmq context show NAME.');
  const { endpoints, flags } = store.read(name);
  if (parsed.flags.boolean('json')) {
    io.stdout.write(`${jsonLine({ name, endpoints, flags })}\n`);
    return exitCode('done');
  }
  for (const endpoint of endpoints) io.stdout.write(`${printable(endpoint)}\n`);
  for (const [flag, value] of Object.entries(flags)) {
    for (const each of [value].flat()) io.stdout.write(`--${flag}=${printable(each)}\n`);
  }
  return exitCode('done');
};
