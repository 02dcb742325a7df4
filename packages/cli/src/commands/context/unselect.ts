import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { storeOf } from './store-of.js';

/** `zmq context unselect`. */
export const run: Run = async (parsed, io) => {
  storeOf(parsed, io).select(undefined);
  return exitCode('done');
};
