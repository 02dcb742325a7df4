import { UsageError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { jsonLine } from '../output/json-line.js';
import { Report } from '../output/report.js';
import type { RoleOptions, RoleResult } from './role.js';
import { type BenchKind, ROLES } from './roles.js';
import { variantsOf } from './variant.js';

/** Is one side of a measurement, whose other side is another program. */
export async function runRole(kind: BenchKind, parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags, endpoints } = parsed;
  const [endpoint, second] =
    endpoints.length > 0 ? endpoints : parsed.words.map((text) => ({ action: undefined, text }));
  if (endpoint === undefined || second !== undefined) throw new UsageError('--role needs one endpoint.');
  const [variant, another] = variantsOf(kind, flags);
  if (variant === undefined || another !== undefined) throw new UsageError('--role measures one variant: no lists.');
  const role = flags.text('role') === 'send' ? 'send' : 'receive';
  // As `local_thr` and `local_lat` of libzmq: the side that receives binds; of a fan-out, the one that sends.
  const binds = role === (kind === 'fanout' ? 'send' : 'receive');
  const report = new Report(flags, io);
  const ended = new AbortController();
  const end = (): void => ended.abort(io.signal.reason);
  io.signal.addEventListener('abort', end);
  if (flags.boolean('while-stdin')) {
    io.stdin.resume();
    io.stdin.on('end', end);
  }
  const options: RoleOptions = {
    ...variant,
    count: flags.number('count'),
    duration: flags.number('duration') ?? 2000,
    warmup: flags.number('warmup') ?? 0,
    rate: flags.number('rate'),
    peers: flags.number('clients') ?? 1,
    sender: flags.number('sender') ?? 0,
    serverKey: flags.text('server-key'),
    endpoint: endpoint.text,
    bind: endpoint.action === undefined ? binds : endpoint.action === 'bind',
    signal: ended.signal,
    bound: (at, serverKey) => report.info(`bound ${at}`, 'listening', { endpoint: at, serverKey }),
  };
  try {
    const result = await ROLES[kind][role](options);
    io.stdout.write(flags.boolean('json') ? `${jsonLine(result)}\n` : asText(kind, result));
    return exitCode('done');
  } finally {
    io.signal.removeEventListener('abort', end);
  }
}

function asText(kind: BenchKind, { messages, bytes, elapsed, faults, latency, cpu, rss }: RoleResult): string {
  const seconds = elapsed / 1000;
  const lines = [
    `messages ${messages}`,
    `seconds  ${seconds.toFixed(6)}`,
    ...(seconds > 0 ? [`rate     ${Math.round(messages / seconds)}/s`] : []),
    ...(seconds > 0 && kind !== 'lat' ? [`MB/s     ${(bytes / seconds / 1e6).toFixed(3)}`] : []),
    ...(faults === undefined ? [] : [`lost     ${faults.lost}`, `disorder ${faults.disordered}`]),
    ...(latency === undefined
      ? []
      : [`latency  p50 ${latency.p50.toFixed(1)} p99 ${latency.p99.toFixed(1)} max ${latency.max.toFixed(1)} µs`]),
    `cpu      ${cpu.toFixed(0)} ms`,
    `memory   ${(rss / 2 ** 20).toFixed(0)} MiB`,
  ];
  return `${lines.join('\n')}\n`;
}
