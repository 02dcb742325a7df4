import { rename, rm, writeFile } from 'node:fs/promises';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import type { Report } from '../output/report.js';

/** Says which endpoint is bound: on stderr, on stdout with `--print-endpoint`, and in the file of `--endpoint-file`. */
export async function announceEndpoint(endpoint: string, parsed: Parsed, io: CommandIO, report: Report): Promise<void> {
  // First: the file is there when it is said to be bound.
  await handOutEndpoints([endpoint], parsed, io);
  report.info(`bound ${endpoint}`, 'listening', { endpoint });
}

/** Gives endpoints to scripts, one a line: on stdout with `--print-endpoint`, and in the file of `--endpoint-file`. */
export async function handOutEndpoints(
  endpoints: readonly string[],
  { flags }: Parsed,
  { stdout }: CommandIO,
): Promise<void> {
  const text = endpoints.map((endpoint) => `${endpoint}\n`).join('');
  const file = flags.text('endpoint-file');
  if (file !== undefined) await writeWhole(file, text);
  if (flags.boolean('print-endpoint')) stdout.write(text);
}

/** By a rename: the file is complete as soon as it is there. */
async function writeWhole(file: string, text: string): Promise<void> {
  // Not loaded at every start.
  const { randomBytes } = await import('node:crypto');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
