import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../report/median.js';
import type { Figures, Scenario } from './scenario.js';

const PROGRAM = fileURLToPath(new URL('../../../packages/cli/dist/zmq.js', import.meta.url));

/** What each start is compared with. */
const NODE = ['-e', '0'];

const STARTS: Readonly<Record<string, readonly string[]>> = {
  'zmq --version ÷ node -e 0': [PROGRAM, '--version'],
  'zmq complete ÷ node -e 0': [PROGRAM, 'complete', '--', 'p'],
  'zmq help ÷ node -e 0': [PROGRAM, 'help'],
  'zmq pub ÷ node -e 0': [PROGRAM, 'pub', 'tcp://127.0.0.1:*', 'message', '--no-wait', '-q'],
};

/** Starts in turn, and as many of each in a round. */
const ROUND = 12;

const run = promisify(execFile);

async function elapsed(argv: readonly string[]): Promise<number> {
  const start = performance.now();
  await run(process.execPath, argv);
  return performance.now() - start;
}

/** Medians of starts, as multiples of a start of Node itself. */
async function measureStarts(): Promise<Figures> {
  const lines = [NODE, ...Object.values(STARTS)];
  const times = lines.map((): number[] => []);
  for (let round = 0; round < ROUND; round++) {
    for (const [index, line] of lines.entries()) times[index]?.push(await elapsed(line));
  }
  const [node = 0, ...others] = times.map((each) => median(each));
  return Object.fromEntries(Object.keys(STARTS).map((name, index) => [name, (others[index] ?? 0) / node]));
}

const MESSAGES = 20_000;
const PER_SECOND = 10_000;

/** How late `zmq replay` sends messages that were recorded at this rate. */
async function measureDrift(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'zmq-bench-'));
  try {
    const file = join(folder, 'steady.zmqrec.jsonl');
    const header = '{"zmqrec":1,"started":"2026-01-01T00:00:00.000000Z","type":"PULL"}\n';
    const lines = Array.from({ length: MESSAGES }, (_, n) => `{"t":${(n * 1e6) / PER_SECOND},"f":["message ${n}"]}\n`);
    await writeFile(file, header + lines.join(''));
    const endpoint = `ipc://${join(folder, 'socket')}`;
    const pulling = run(process.execPath, [PROGRAM, 'pull', endpoint, '-o', 'none', '-q', '-n', String(MESSAGES)]);
    const { stderr } = await run(process.execPath, [PROGRAM, 'replay', file, endpoint, '--json']);
    await pulling;
    const summary = stderr.split('\n').find((line) => line.includes('"event":"summary"')) ?? '{}';
    const { p50, p99, max } = JSON.parse(summary) as Readonly<Record<string, number>>;
    return { 'drift, median': p50 ?? NaN, 'drift, p99': p99 ?? NaN, 'drift, maximum': max ?? NaN };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const COMMAND_LINE: Scenario = {
  name: 'command-line',
  title: 'The program `zmq`: how long it takes to start, compared with Node itself, and how punctual a replay is.',
  program: 'cold-start',
  cases: [
    {
      name: 'start',
      metrics: Object.keys(STARTS).map((name) => ({ name, unit: '×', better: 'less' })),
      quick: true,
      peers: ['zmtp'],
      measure: measureStarts,
    },
    {
      name: `replay of ${PER_SECOND} messages/s at speed 1`,
      metrics: ['drift, median', 'drift, p99', 'drift, maximum'].map((name) => ({ name, unit: 'ms', better: 'less' })),
      quick: true,
      peers: ['zmtp'],
      measure: measureDrift,
    },
  ],
};
