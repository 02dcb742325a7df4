import { setTimeout as delay } from 'node:timers/promises';
import { performance } from '@zeromq-ts/core/spi';
import { CommandError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import type { Flags } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { jsonLine } from '../../output/json-line.js';
import { printableText } from '../../output/printable.js';
import { harmlessTypeFor } from '../../ping/harmless-types.js';
import { Pinger } from '../../ping/pinger.js';
import { summaryOf } from '../../ping/summary.js';
import { connectFailureOf } from '../../probe/connect-failure.js';
import type { ZmtpFinding } from '../../probe/finding.js';
import { probe } from '../../probe/probe.js';
import { milliseconds, reportOf, rounded } from '../../probe/report.js';
import { type Target, targetOf } from '../../probe/target.js';

/** `zmq ping`: the round trip to a peer. */
export const run: Run = async ({ endpoints, flags }, io) => {
  const endpoint = endpoints[0]?.text as string;
  const target = targetOf(endpoint);
  const timeout = flags.number('timeout') as number;
  const probed = await orExplain(endpoint, probe(target, { timeout, signal: io.signal }));
  const { finding } = probed;
  if (finding.kind !== 'zmtp') {
    const { exit, headline } = reportOf(probed);
    throw new CommandError(exit, `${endpoint}: ${headline}.`);
  }
  const say = sayer(flags, io);
  say(`connected in ${milliseconds(probed.connectMs as number)}`, { endpoint, connectMs: rounded(probed.connectMs) });
  const type = flags.text('as') ?? typeFor(finding, target);
  if (typeof type === 'object') {
    say(`no PING: ${type.why}`, { endpoint, sent: 0, reason: type.why });
    return exitCode('done');
  }
  const pinger = await orExplain(endpoint, Pinger.open(target, type, within(timeout, io.signal)));
  if (pinger === undefined) {
    throw new CommandError('incompatible', `${endpoint} closes the connection of a ${type}.`, { code: 'EPROTO' });
  }
  try {
    return await pingAll(pinger, flags, io, say);
  } finally {
    pinger.close();
  }
};

type Say = (text: string, json: Readonly<Record<string, unknown>>) => void;

/** Texts of the peer are in it: its socket type, its mechanism. */
function sayer(flags: Flags, { stdout }: CommandIO): Say {
  return (text, json) => void stdout.write(`${flags.boolean('json') ? jsonLine(json) : printableText(text)}\n`);
}

/** Against absolute deadlines: sleeps of a millisecond take longer than that. */
async function pingAll(pinger: Pinger, flags: Flags, { signal }: CommandIO, say: Say): Promise<number> {
  const count = flags.number('count') as number;
  const interval = flags.number('interval') as number;
  const started = performance.now();
  const times: (number | undefined)[] = [];
  for (let index = 0; index < count && !signal.aborted; index++) {
    const wait = started + index * interval - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const ms = await pinger.ping(within(flags.number('timeout') as number, signal));
    times.push(ms);
    say(`${index + 1}  ${ms === undefined ? 'lost' : milliseconds(ms)}`, { n: index + 1, ms: rounded(ms) ?? null });
  }
  const summary = summaryOf(times);
  say(summary.text, summary.json);
  return exitCode(summary.json.answered === 0 ? 'timeout' : 'done');
}

function typeFor({ mechanism, ready, withoutReady }: ZmtpFinding, target: Target): string | { readonly why: string } {
  if ('authority' in target) return { why: 'over ws, only the time of the connection is measured' };
  if (mechanism !== 'NULL') return { why: `the peer has ${mechanism}` };
  const peer = ready?.socketType;
  if (peer === undefined)
    return { why: `the socket type of the peer is not known: ${withoutReady ?? 'its READY has none'}` };
  const type = harmlessTypeFor(peer);
  return (
    type ?? { why: `the peer is a ${peer}: a connection would be given its messages, or take the place of another` }
  );
}

function within(timeout: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
}

async function orExplain<T>(endpoint: string, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (cause) {
    const failure = connectFailureOf(cause);
    if (failure === undefined) throw cause;
    const { exit, code, text } = failure;
    throw new CommandError(exit, `${endpoint}: ${text}.`, { code, cause });
  }
}
