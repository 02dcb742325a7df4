import { parseArgs } from 'node:util';
import type { Timing } from './run/timing.js';
import { FULL, QUICK } from './run/timing.js';

const USAGE = `pnpm bench [scenario …] [options]

  --quick              short runs and fewer cases, for development: the figures are rough
  --rounds <n>         how often each case is measured for each peer; 5, with --quick 1
  --warm <ms>          how long each runs before it is counted; 500, with --quick 200
  --measure <ms>       how long is counted; 1000, with --quick 300
  --sizes <n,n>        only cases with messages of so many bytes, where there are several sizes
  --case <text>        only cases whose name contains it; may be given several times
  --peers <name,name>  only these peers
  --publish            write tables and plots into docs/performance.md
  --from <file,file>   measure nothing: take the results of earlier runs
  --help               this
`;

/** What is to be done. */
export interface Wish {
  /** As it was called. */
  readonly command: string;
  readonly scenarios: readonly string[];
  readonly timing: Timing;
  readonly sizes: readonly number[] | undefined;
  readonly cases: readonly string[] | undefined;
  readonly peers: readonly string[] | undefined;
  readonly publish: boolean;
  /** Files with results, instead of a run. */
  readonly from: readonly string[] | undefined;
}

/** Reads the command line; for `--help` it prints how to call and gives nothing. */
export function readCommandLine(args: readonly string[]): Wish | undefined {
  const { values, positionals } = parseArgs({
    // `pnpm bench -- --quick` hands over the dashes, too.
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      warm: { type: 'string' },
      measure: { type: 'string' },
      sizes: { type: 'string' },
      case: { type: 'string', multiple: true },
      peers: { type: 'string' },
      publish: { type: 'boolean', default: false },
      from: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const timing = values.quick ? QUICK : FULL;
  const given = (option: 'rounds' | 'warm' | 'measure'): number => {
    const value = values[option];
    return value === undefined ? timing[option] : wholeNumber(`--${option}`, value);
  };
  return {
    command: ['pnpm bench', ...args.map((arg) => (/\s/u.test(arg) ? `'${arg}'` : arg))].join(' '),
    scenarios: positionals,
    timing: { ...timing, rounds: given('rounds'), warm: given('warm'), measure: given('measure') },
    sizes: values.sizes?.split(',').map((size) => wholeNumber('--sizes', size)),
    cases: values.case,
    peers: values.peers?.split(','),
    publish: values.publish,
    from: values.from?.split(','),
  };
}

function wholeNumber(option: string, value: string): number {
  if (!/^[1-9]\d*$/u.test(value)) throw new Error(`${option} takes whole numbers from 1, not ${value}.`);
  return Number(value);
}
