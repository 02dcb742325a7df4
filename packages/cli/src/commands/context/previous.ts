import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { Report } from '../../output/report.js';
import { storeOf } from './store-of.js';

/** `zmq context previous`. */
export const run: Run = async (parsed, io) => {
  const store = storeOf(parsed, io);
  const { previous } = store.selection();
  if (previous === undefined) throw new UsageError('No context was selected before.');
  store.select(previous);
  new Report(parsed.flags, io).info(`selected ${previous}`, 'selected', { name: previous });
  return exitCode('done');
};
