import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../packaging/command.js';
import type { Dialect } from './test-files.js';

/** What a run of test files came to. */
export interface Results {
  /** By the name of the file: what went wrong, or `undefined`. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly code: number;
  readonly stderr: string;
}

/** A test framework, set up as its own guide does it: nothing is about how modules are loaded. */
export interface Framework {
  readonly name: string;
  readonly folder: string;
  /** The ending of its test files. */
  readonly ending: string;
  readonly dialect: Dialect;
  /** The files that set it up. */
  readonly setup: Readonly<Record<string, string>>;
  /** Runs all test files of a folder with an executable of Node. */
  run(node: string, folder: string, names: readonly string[]): Promise<Results>;
}

export const TOOLS = {
  '@babel/core': '7.29.13',
  '@babel/preset-env': '7.29.14',
  '@types/jest': '30.0.0',
  '@types/node': '20.19.43',
  jest: '30.5.2',
  mocha: '11.8.0',
  sinon: '22.1.0',
  'ts-jest': '29.4.15',
  typescript: '5.9.3',
  vitest: '4.1.12',
};

const jestDialect: Dialect = {
  imports: '',
  useFakeTimers: 'jest.useFakeTimers();',
  useRealTimers: 'jest.useRealTimers();',
  early: true,
  resetModules: 'jest.resetModules();',
};

const runJest: Framework['run'] = (node, folder) =>
  reported(node, folder, 'report.json', ['jest/bin/jest.js', '--ci', '--json', '--outputFile', 'report.json']);

export const frameworks: readonly Framework[] = [
  {
    name: `Jest ${TOOLS.jest}, CommonJS, with babel-jest`,
    folder: 'babel',
    ending: '.test.js',
    dialect: jestDialect,
    setup: {
      'package.json': JSON.stringify({ private: true, jest: {} }),
      'babel.config.js': `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] };`,
    },
    run: runJest,
  },
  {
    name: `Jest ${TOOLS.jest}, CommonJS, with ts-jest ${TOOLS['ts-jest']}`,
    folder: 'typescript',
    ending: '.test.ts',
    dialect: jestDialect,
    setup: {
      'package.json': JSON.stringify({ private: true, jest: { preset: 'ts-jest' } }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          noUncheckedIndexedAccess: true,
          exactOptionalPropertyTypes: true,
          esModuleInterop: true,
          target: 'ES2022',
          lib: ['ES2023', 'ESNext.Disposable'],
          module: 'CommonJS',
          moduleResolution: 'Node10',
          types: ['node', 'jest'],
        },
      }),
    },
    run: runJest,
  },
  {
    name: `vitest ${TOOLS.vitest}`,
    folder: 'vitest',
    ending: '.test.ts',
    dialect: {
      imports: `import { test, vi } from 'vitest';`,
      useFakeTimers: 'vi.useFakeTimers();',
      useRealTimers: 'vi.useRealTimers();',
      early: true,
    },
    setup: { 'package.json': JSON.stringify({ private: true, type: 'module' }) },
    run: (node, folder) =>
      reported(node, folder, 'report.json', [
        'vitest/vitest.mjs',
        'run',
        '--reporter=json',
        '--outputFile=report.json',
      ]),
  },
  {
    name: `Mocha ${TOOLS.mocha} with sinon ${TOOLS.sinon}`,
    folder: 'mocha',
    ending: '.mjs',
    dialect: {
      imports: `import { it as test } from 'mocha'; import sinon from 'sinon';`,
      // node:net itself waits for process.nextTick.
      useFakeTimers: `const clock = sinon.useFakeTimers({ toNotFake: ['nextTick'] });`,
      useRealTimers: 'clock.restore();',
      early: true,
    },
    setup: {},
    // Each in a process of its own: Mocha loads all files before the first test.
    run: (node, folder, names) => eachAsProgram(node, ['../node_modules/mocha/bin/mocha.js'], folder, names),
  },
  {
    name: 'node:test with its own mock timers',
    folder: 'node-test',
    ending: '.mjs',
    dialect: {
      imports: `import { mock, test } from 'node:test';`,
      useFakeTimers: 'mock.timers.enable();',
      useRealTimers: 'mock.timers.reset();',
      early: false,
    },
    setup: {},
    // Node 20 warns that mock timers are experimental.
    run: (node, folder, names) => eachAsProgram(node, ['--disable-warning=ExperimentalWarning'], folder, names),
  },
];

/** The part that is read of a report in the format of `jest --json`, which vitest writes, too. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

async function reported(
  node: string,
  folder: string,
  report: string,
  [program = '', ...args]: readonly string[],
): Promise<Results> {
  const { code, stderr } = await run(node, [join(folder, '../node_modules', program), ...args], folder);
  const { testResults } = JSON.parse(readFileSync(join(folder, report), 'utf8')) as Report;
  const files = testResults.map(({ name, status, message, assertionResults }) => {
    const problems = assertionResults.flatMap(({ failureMessages }) => failureMessages);
    const passed = status === 'passed' && assertionResults.some((each) => each.status === 'passed');
    return [basename(name), passed ? undefined : [status, message, ...problems].join('\n')] as const;
  });
  return { files: new Map(files), code, stderr };
}

async function eachAsProgram(
  node: string,
  before: readonly string[],
  folder: string,
  names: readonly string[],
): Promise<Results> {
  const files = new Map<string, string | undefined>();
  let complaints = '';
  for (const name of names) {
    const { code, stdout, stderr } = await run(node, [...before, name], folder);
    files.set(
      name,
      code === 0 && /^(. pass [1-9]|\s*[1-9]\d* passing)/mu.test(stdout) ? undefined : `${code}\n${stdout}${stderr}`,
    );
    complaints += stderr;
  }
  return { files, code: 0, stderr: complaints };
}
