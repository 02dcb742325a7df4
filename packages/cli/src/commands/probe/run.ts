import { UsageError } from '../../errors/command-error.js';
import { exitCode, type ExitName } from '../../exit-codes.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import type { Run } from '../../grammar/definition.js';
import type { Flags } from '../../grammar/parsed.js';
import type { Handshaken } from '../../handshake/handshake.js';
import { type HandshakeType, handshakeTypeFor } from '../../handshake/handshake-types.js';
import type { CommandIO } from '../../io.js';
import { jsonLine } from '../../output/json-line.js';
import { printable, printableText } from '../../output/printable.js';
import { Report } from '../../output/report.js';
import { connectFailureOf } from '../../probe/connect-failure.js';
import { probe, type Probed, type ProbeOptions } from '../../probe/probe.js';
import { milliseconds, type ProbeReport, reportOf, rounded } from '../../probe/report.js';
import { type Target, targetOf } from '../../probe/target.js';

/** `zmq probe`: says what speaks at each endpoint. The exit code is that of the first which is not ZMTP 3. */
export const run: Run = async ({ endpoints, flags }, io) => {
  const { stdout, signal } = io;
  const targets = endpoints.map(({ text }) => [text, targetOf(text)] as const);
  const timeout = flags.number('timeout') as number;
  const options = { timeout, bare: flags.boolean('bare'), signal };
  const handshake = await handshakeWith(flags, io, timeout);
  const reports = targets.map(
    async ([text, target]) => [text, await probed(text, target, options, handshake)] as const,
  );
  let exit: ExitName = 'done';
  for (const report of reports) {
    const [endpoint, said] = await report;
    if (exit === 'done') exit = said.exit;
    stdout.write(flags.boolean('json') ? `${jsonLine({ endpoint, ...said.json })}\n` : textOf(endpoint, said));
  }
  return exitCode(exit);
};

type Handshake = (endpoint: string, found: Probed, report: ProbeReport) => Promise<ProbeReport>;

/** What `--handshake` adds to a report. */
async function handshakeWith(flags: Flags, io: CommandIO, timeout: number): Promise<Handshake> {
  if (!flags.boolean('handshake')) {
    const unused = SECURITY_FLAGS.find(({ name }) => flags.source(name) === 'flag')?.name;
    if (unused !== undefined)
      throw new UsageError(`--${unused} needs --handshake: a probe ends before security begins.`);
    return async (_endpoint, _found, report) => report;
  }
  const [{ handshake }, { securityOptionsFrom }] = await Promise.all([
    import('../../handshake/handshake.js'),
    import('../../sockets/security-options.js'),
  ]);
  const socketOptions = await securityOptionsFrom(flags, io, new Report(flags, io));
  const { signal } = io;
  return async (endpoint, { finding }, report) => {
    if (finding.kind !== 'zmtp') return report;
    const as = (flags.text('as') as HandshakeType | undefined) ?? handshakeTypeFor(finding.ready?.socketType);
    if (typeof as === 'object') return withHandshake(report, { exit: 'done', what: `not made: ${as.none}` });
    return withHandshake(report, await handshake(endpoint, { socketOptions, as, timeout, signal }));
  };
}

function withHandshake(report: ProbeReport, { exit, what, ms, peer }: Handshaken): ProbeReport {
  const took = ms === undefined ? '' : ` in ${milliseconds(ms)}`;
  const accepted = ms !== undefined;
  return {
    ...report,
    exit,
    details: [...report.details, ['handshake', printableText(`${what}${took}`)]],
    json: { ...report.json, handshake: { accepted, what, ms: rounded(ms), socketType: peer?.socketType } },
  };
}

async function probed(
  endpoint: string,
  target: Target,
  options: ProbeOptions,
  handshake: Handshake,
): Promise<ProbeReport> {
  let found: Probed;
  try {
    found = await probe(target, options);
  } catch (error) {
    const failure = connectFailureOf(error);
    if (failure === undefined || options.signal?.aborted === true) throw error;
    const { exit, code, text } = failure;
    return { exit, headline: printableText(text), details: [], json: { found: 'nobody', code, reason: text } };
  }
  return handshake(endpoint, found, reportOf(found));
}

function textOf(endpoint: string, { headline, details }: ProbeReport): string {
  const width = Math.max(0, ...details.map(([label]) => label.length));
  const lines = details.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`);
  return `${printable(endpoint)}: ${headline}\n${lines.join('')}`;
}
