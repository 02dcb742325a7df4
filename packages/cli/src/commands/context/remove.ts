import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { storeOf } from './store-of.js';

/** `zmq context rm`. */
export const run: Run = async (parsed, io) => {
  storeOf(parsed, io).remove(parsed.words[0] as string);
  return exitCode('done');
};
