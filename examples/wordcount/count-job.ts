import { job } from '@zeromq-ts/workers';
import type { FileCount } from './count-file.js';

/** A result of a worker. */
export interface CountedFile {
  readonly worker: string;
  readonly count: FileCount;
}

/** The kind of job that the main process and its workers have in common: the path of a file, and what is in it. */
export const countJob = job<string, CountedFile>();
