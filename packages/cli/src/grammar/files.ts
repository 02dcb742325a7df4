import type { CommandIO } from '../io.js';
import type { FlagValue } from './definition.js';
import type { Layer } from './layers.js';

/** The files whose values count for what the command line and the environment have not said: first the context, then the file of the user. */
export function layersFor(_env: CommandIO['env']): (given: ReadonlyMap<string, FlagValue>) => readonly Layer[] {
  return () => [];
}
