import { writeFile } from 'node:fs/promises';
import { CommandError, UsageError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { Flags, Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { jsonLine } from '../output/json-line.js';
import { Report } from '../output/report.js';
import { measure } from './measure.js';
import { asCSV, asText, CSV_HEAD, machine } from './results-text.js';
import { runRole } from './run-role.js';
import type { BenchKind } from './roles.js';
import { type Row, rowOf } from './row.js';
import { readRows, summarize, type VariantSummary } from './summary.js';
import { nameOf, variantsOf } from './variant.js';

/** Runs a measurement: one side with `--role`, otherwise both, with all variants in turns. */
export async function runBench(kind: BenchKind, parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  if (flags.text('role') !== undefined) return runRole(kind, parsed, io);
  if (parsed.endpoints.length > 0) {
    throw new UsageError(
      'The processes of a measurement choose their endpoints: give one with --role send or receive.',
    );
  }
  const variants = variantsOf(kind, flags);
  const limit = flags.number('fail-below');
  const compare = flags.text('compare');
  if (limit !== undefined && compare === undefined) throw new UsageError('--fail-below needs --compare FILE.');
  const earlier = compare === undefined ? [] : await readRows(compare);

  const format = flags.boolean('json') ? 'json' : (flags.text('output') ?? 'text');
  const progress = new Progress(flags, io, variants.length * (flags.number('repeat') ?? 3));
  const rows: Row[] = [];
  if (format === 'csv') io.stdout.write(CSV_HEAD);
  try {
    for (let repeat = 1; repeat <= (flags.number('repeat') ?? 3); repeat++) {
      for (const variant of variants) {
        progress.show(nameOf(variant));
        const row = rowOf(kind, variant, repeat, await measure(kind, variant, flags, io));
        rows.push(row);
        if (format === 'csv') io.stdout.write(asCSV(row));
        if (format === 'json') io.stdout.write(`${jsonLine(row)}\n`);
      }
    }
  } finally {
    progress.clear();
  }
  await writeHistogram(flags, rows);
  const summaries = summarize(rows, earlier);
  if (format === 'json') io.stdout.write(`${jsonLine({ summary: summaries.map(brief), machine: machine() })}\n`);
  if (format === 'text') io.stdout.write(asText(summaries));
  return verdict(summaries, limit, new Report(flags, io));
}

function brief({ name, spread, ratio, compared }: VariantSummary): object {
  return { name, spread, ratio, compared };
}

/** @throws CommandError with exit code 8 when a variant is slower than it may be. */
function verdict(summaries: readonly VariantSummary[], limit: number | undefined, report: Report): number {
  if (limit === undefined) return exitCode('done');
  const known = summaries.filter(({ compared }) => compared !== undefined);
  if (known.length === 0) throw new CommandError('failed', 'The file of --compare has none of these variants.');
  for (const { name, compared } of summaries) {
    if (compared === undefined) report.warn(`${name} is not in the file of --compare`);
  }
  const slower = known.filter(({ compared = 1 }) => compared < limit);
  if (slower.length === 0) return exitCode('done');
  const names = slower.map(({ name, compared }) => `${name} (${compared?.toFixed(2)})`).join(', ');
  throw new CommandError('checked', `Below ${limit} of the results before: ${names}.`, { code: 'ECHECK' });
}

async function writeHistogram(flags: Flags, rows: readonly Row[]): Promise<void> {
  const path = flags.text('histogram');
  if (path === undefined) return;
  const lines = rows.flatMap((row) =>
    (row.latency?.histogram ?? []).map(([value, percentile]) => `${nameOf(row)},${row.repeat},${percentile},${value}`),
  );
  if (lines.length === 0) throw new UsageError('--histogram is for latencies: bench lat and bench connect have them.');
  await writeFile(path, `variant,repeat,percentile,microseconds\n${lines.join('\n')}\n`);
}

/** One line on a terminal that is written over. */
class Progress {
  readonly #stderr: CommandIO['stderr'] | undefined;
  readonly #total: number;
  #done = 0;

  constructor(flags: Flags, { stderr }: CommandIO, total: number) {
    const isShown = stderr.isTTY === true && !['no-progress', 'quiet', 'json'].some((name) => flags.boolean(name));
    this.#stderr = isShown ? stderr : undefined;
    this.#total = total;
  }

  show(name: string): void {
    this.#done++;
    const filled = Math.round(((this.#done - 1) * 20) / this.#total);
    this.#stderr?.write(`\r\u001b[K[${'#'.repeat(filled).padEnd(20, '.')}] ${this.#done}/${this.#total} ${name}`);
  }

  clear(): void {
    this.#stderr?.write('\r\u001b[K');
  }
}
