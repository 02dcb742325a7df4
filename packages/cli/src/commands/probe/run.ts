import { exitCode, type ExitName } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { jsonLine } from '../../output/json-line.js';
import { printable, printableText } from '../../output/printable.js';
import { connectFailureOf } from '../../probe/connect-failure.js';
import { probe, type ProbeOptions } from '../../probe/probe.js';
import { type ProbeReport, reportOf } from '../../probe/report.js';
import { type Target, targetOf } from '../../probe/target.js';

/** `zmq probe`: says what speaks at each endpoint. The exit code is that of the first which is not ZMTP 3. */
export const run: Run = async ({ endpoints, flags }, { stdout, signal }) => {
  const targets = endpoints.map(({ text }) => [text, targetOf(text)] as const);
  const options = { timeout: flags.number('timeout') as number, bare: flags.boolean('bare'), signal };
  const reports = targets.map(async ([text, target]) => [text, await probed(target, options)] as const);
  let exit: ExitName = 'done';
  for (const report of reports) {
    const [endpoint, said] = await report;
    if (exit === 'done') exit = said.exit;
    stdout.write(flags.boolean('json') ? `${jsonLine({ endpoint, ...said.json })}\n` : textOf(endpoint, said));
  }
  return exitCode(exit);
};

async function probed(target: Target, options: ProbeOptions): Promise<ProbeReport> {
  try {
    return reportOf(await probe(target, options));
  } catch (error) {
    const failure = connectFailureOf(error);
    if (failure === undefined || options.signal?.aborted === true) throw error;
    const { exit, code, text } = failure;
    return { exit, headline: printableText(text), details: [], json: { found: 'nobody', code, reason: text } };
  }
}

function textOf(endpoint: string, { headline, details }: ProbeReport): string {
  const width = Math.max(0, ...details.map(([label]) => label.length));
  const lines = details.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`);
  return `${printable(endpoint)}: ${headline}\n${lines.join('')}`;
}
