import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { storeOf } from './store-of.js';

/** `zmq context select`. */
export const run: Run = async (parsed, io) => {
  storeOf(parsed, io).select(parsed.words[0]);
  return exitCode('done');
};
