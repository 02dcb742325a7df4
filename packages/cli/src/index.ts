// What users of this package have to name: one install is enough.
export type * from '@zeromq-ts/core';
export type { CommandIO } from './io.js';
export { run } from './run.js';
