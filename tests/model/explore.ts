import type { Transport } from './transports.js';
import type { Finding } from './findings.js';
import { generate } from './generate.js';
import type { Wishes } from './generate.js';
import { PATTERNS } from './patterns.js';
import { printProgram } from './program.js';
import { SETTLE_TIMEOUT_MS, runScenario } from './run.js';
import type { EngineName, Scenario } from './scenario.js';
import { shrink } from './shrink.js';

/** How long a finding is made smaller, in seconds. */
const SHRINK_SECONDS = 90;

/** While a finding is made smaller, most attempts that fail have to be waited for. */
const SHRINK_PATIENCE_MS = 1_000;

/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 10_000;

/** How much is explored, and what of it. */
export interface Exploration {
  /** The seed of the first scenario; the next one has the next seed. */
  readonly seed: number;
  readonly wishes: Wishes;
  /** Whether to go on, after so many scenarios. */
  readonly more: (scenarios: number) => boolean;
  readonly say: (line: string) => void;
}

/** Runs scenario after scenario. @returns how many; the first finding ends it with an error that has the program. */
export async function explore({ seed, wishes, more, say }: Exploration): Promise<number> {
  const { pattern = 'all patterns', transport = 'all transports', engines = ['zmtp', 'zmtp'] } = wishes;
  const what = `${engines.join('-')}, ${pattern}, ${transport}`;
  let count = 0;
  let told = performance.now();
  for (; more(count); count++) {
    if (performance.now() - told > PROGRESS_MS) {
      told = performance.now();
      say(`${what}: ${count} scenarios, now seed ${seed + count}`);
    }
    const scenario = generate(seed + count, wishes);
    const finding = await repeated(scenario);
    if (finding !== undefined) throw new Error(await report(seed + count, scenario, finding));
  }
  say(`${what}: ${count} scenarios from seed ${seed}`);
  return count;
}

/** What a scenario shows twice: the machine may have been too busy once. */
async function repeated(scenario: Scenario): Promise<Finding | undefined> {
  const finding = await runScenario(scenario, SETTLE_TIMEOUT_MS);
  if (finding === undefined || !finding.kind.startsWith('hang')) return finding;
  return runScenario(scenario, 2 * SETTLE_TIMEOUT_MS);
}

async function report(seed: number, scenario: Scenario, finding: Finding): Promise<string> {
  const trial = (smaller: Scenario): Promise<Finding | undefined> => runScenario(smaller, SHRINK_PATIENCE_MS);
  const smallest = await shrink(scenario, finding, trial, SHRINK_SECONDS);
  const shown = (await runScenario(smallest, SHRINK_PATIENCE_MS)) ?? finding;
  return [
    `seed ${seed}: ${finding.kind}: ${finding.text}`,
    '',
    'As a sequence:',
    JSON.stringify(smallest, (key, value: unknown) => (key === 'proxied' && value === false ? undefined : value)),
    '',
    'As a program:',
    printProgram(smallest, shown),
  ].join('\n');
}

/** What the environment asks for: `MODEL_PATTERN`, `MODEL_TRANSPORT`, `MODEL_PAIR`. */
export function wishesOf(environment: Readonly<Record<string, string | undefined>>): Wishes {
  const { MODEL_PATTERN: pattern, MODEL_TRANSPORT: transport, MODEL_PAIR: pair } = environment;
  const engines = (pair ?? 'zmtp-zmtp').split('-');
  if (engines.length !== 2 || engines.some((engine) => engine !== 'zmtp' && engine !== 'libzmq')) {
    throw new Error(`MODEL_PAIR is ${pair}; it accepts two of zmtp and libzmq with a hyphen between them.`);
  }
  if (pattern !== undefined && PATTERNS[pattern] === undefined) {
    throw new Error(`MODEL_PATTERN is ${pattern}; it accepts ${Object.keys(PATTERNS).join(', ')}.`);
  }
  if (transport !== undefined && !['tcp', 'ipc', 'inproc'].includes(transport)) {
    throw new Error(`MODEL_TRANSPORT is ${transport}; it accepts tcp, ipc, inproc.`);
  }
  if (transport === 'inproc' && engines.includes('libzmq')) {
    throw new Error(
      'MODEL_TRANSPORT is inproc, which takes the pair zmtp-zmtp only: libzmq aborts over it (pipe.cpp:60).',
    );
  }
  return { pattern, transport: transport as Transport | undefined, engines: engines as [EngineName, EngineName] };
}
