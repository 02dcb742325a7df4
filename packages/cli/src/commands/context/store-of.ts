import { ContextStore } from '../../config/context-store.js';
import { needFolder } from '../../config/folder.js';
import { knownFlags } from '../../config/settings.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { Report } from '../../output/report.js';
import { COMMANDS } from '../index.js';

/** The contexts of the user. */
export function storeOf({ flags }: Parsed, io: CommandIO): ContextStore {
  const report = new Report(flags, io);
  const known = knownFlags(COMMANDS.map(({ definition }) => definition));
  const strict = flags.boolean('strict-permissions');
  return new ContextStore(needFolder(io.env), known, { strict, warn: (text) => report.warn(text) });
}
