import { resolve } from 'node:path';
import { type CheckContext, type Row, runChecks, type Status } from '../../doctor/check.js';
import { endpointCheck } from '../../doctor/checks/endpoint.js';
import { MACHINE_CHECKS } from '../../doctor/checks/index.js';
import { redactor } from '../../doctor/redact.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { paintFor, type Style } from '../../output/colour.js';
import { jsonLine } from '../../output/json-line.js';
import type { HandshakeType } from '../../handshake/handshake-types.js';
import { printableText } from '../../output/printable.js';
import { Report } from '../../output/report.js';
import { securityOptionsFrom } from '../../sockets/security-options.js';

/** `zmq doctor`: one row for each thing that was checked. */
export const run: Run = async ({ endpoints, flags }, io) => {
  const context: CheckContext = {
    env: io.env,
    project: resolve(flags.text('project') as string),
    timeout: flags.number('timeout') as number,
    signal: io.signal,
  };
  const texts = endpoints.map(({ text }) => text);
  const socketOptions = await securityOptionsFrom(flags, io, new Report(flags, io));
  const as = flags.text('as') as HandshakeType | undefined;
  const checks = [...MACHINE_CHECKS, ...texts.map((endpoint) => endpointCheck({ endpoint, socketOptions, as }))];
  const redact = flags.boolean('redact') ? redactor(texts) : (text: string): string => text;
  const paint = paintFor(io.stdout, flags, io.env);
  const counts = { ok: 0, warn: 0, fail: 0, skip: 0 };
  for await (const found of runChecks(checks, context)) {
    const row = redacted(found, redact);
    counts[row.status]++;
    const mark = paint(STYLES[row.status], row.status.padEnd(5));
    const hint = row.hint === undefined ? '' : `\n${' '.repeat(22)}${printableText(row.hint)}`;
    const text = `${mark}${printableText(row.id).padEnd(17)}${printableText(row.what)}${hint}`;
    io.stdout.write(`${flags.boolean('json') ? jsonLine(row) : text}\n`);
  }
  if (!flags.boolean('json')) {
    io.stdout.write(`\n${counts.ok} ok, ${counts.warn} to look at, ${counts.fail} failed, ${counts.skip} skipped\n`);
  }
  return exitCode(counts.fail === 0 ? 'done' : 'checked');
};

const STYLES: Readonly<Record<Status, Style>> = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'dim' };

function redacted({ id, status, what, hint }: Row, redact: (text: string) => string): Row {
  const row = { id, status, what: redact(what) };
  return status === 'ok' || hint === undefined ? row : { ...row, hint: redact(hint) };
}
