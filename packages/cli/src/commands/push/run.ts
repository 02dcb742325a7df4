import { runSender } from '../../exchange/run-sender.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  return runSender(parsed, io, 'PUSH');
}
