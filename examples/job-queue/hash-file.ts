import { job } from '@zeromq-ts/workers';

/** The kind of job that the queue and its workers have in common: the path of a file, and its SHA-256. */
export const hashFile = job<string, string>();
