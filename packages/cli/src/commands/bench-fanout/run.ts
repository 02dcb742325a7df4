import { runBench } from '../../bench/run-bench.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  return runBench('fanout', parsed, io);
}
