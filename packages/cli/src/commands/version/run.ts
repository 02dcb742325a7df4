import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { jsonLine } from '../../output/json-line.js';
import { VERSION } from '../../version.js';

export async function run({ flags }: Parsed, { stdout }: CommandIO): Promise<number> {
  const { versions } = process as { versions: Record<string, string | undefined> };
  const runtime = (['bun', 'deno', 'node'] as const).find((name) => versions[name] !== undefined) ?? 'node';
  const found = { zmq: VERSION, [runtime]: versions[runtime] };
  const lines = Object.entries(found).map(([name, version]) => `${name} ${version}\n`);
  stdout.write(flags.boolean('json') ? `${jsonLine(found)}\n` : lines.join(''));
  return exitCode('done');
}
