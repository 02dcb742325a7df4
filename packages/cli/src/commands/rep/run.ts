import { runResponder } from '../../exchange/run-responder.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  return runResponder(parsed, io, 'REP');
}
