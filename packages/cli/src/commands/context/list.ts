import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';
import { storeOf } from './store-of.js';

/** `zmq context ls`. */
export const run: Run = async (parsed, io) => {
  const store = storeOf(parsed, io);
  const { current } = store.selection();
  for (const name of store.names()) {
    const selected = name === current;
    const line = parsed.flags.boolean('json') ? jsonLine({ name, selected }) : `${selected ? '*' : ' '} ${name}`;
    io.stdout.write(`${line}\n`);
  }
  return exitCode('done');
};
