import { makeFiles } from '../../certificates/make-files.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';

/** `zmq cert new`: the files of a new certificate. */
export const run: Run = async ({ words, flags }, io) => {
  await makeFiles(words[0] as string, flags, io);
  return exitCode('done');
};
