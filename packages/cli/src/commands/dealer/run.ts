import { runTwoWay } from '../../exchange/run-two-way.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  return runTwoWay(parsed, io, 'DEALER');
}
