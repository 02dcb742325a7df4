import { runReceiver } from '../../exchange/run-receiver.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  return runReceiver(parsed, io, 'PULL');
}
