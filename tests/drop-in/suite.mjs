// @ts-check
// Runs the test suites of npm `zeromq` over the drop-in: those of the pinned commit, fetched for the run, without retries.
//
//   node tests/drop-in/suite.mjs [main | compat]
//
// ZEROMQ_JS is a git directory or a clone of github.com/zeromq/zeromq.js; without it, the repository is cloned.
// SUITE_FOLDER is where the suites are laid out and their tools installed; without it, a folder of the system's for
// temporary files. Run it on a machine that has nothing else to do: the suites wait 25 ms for connections, and give child
// processes 750 ms. With ZMQ_ENGINE=libzmq, the drop-in is on that engine, which has exceptions of its own. TARGET=zeromq runs them over the npm package itself, for comparison.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = 'https://github.com/zeromq/zeromq.js';
/** Of 20 January 2026: the last one whose tests are published in one repository with its sources. */
const COMMIT = 'd7c6d2ee7c9c0c6e49ab38ca99f55efa0026a15d';

/** What the suites are run with. */
const TOOLS = {
  chai: '4.5.0',
  'fs-extra': '11.3.2',
  mocha: '11.7.5',
  'proper-lockfile': '4.1.2',
  semver: '7.7.3',
  'ts-node': '10.9.2',
  typescript: '4.9.5',
  which: '5.0.0',
};

/** The tests of typings compile with several releases of TypeScript, which tests/drop-in/types.test.ts does instead. */
const MOCHA = {
  require: ['ts-node/register/transpile-only'],
  'expose-gc': true,
  exit: true,
  timeout: 6000,
  retries: 0,
};

const SUITES = {
  main: {
    files: 'test/unit/*-test.ts',
    env: { EXCLUDE_TYPINGS_COMPAT_TESTS: 'true' },
    // On libzmq, what fails in worker threads fails again in the tests that run meanwhile.
    atLeast: process.env['ZMQ_ENGINE'] === 'libzmq' ? 320 : 340,
  },
  compat: { files: 'test/unit/compat/*-test.ts', env: { INCLUDE_COMPAT_TESTS: 'true' }, atLeast: 67 },
};

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = process.env['SUITE_FOLDER'] ?? join(tmpdir(), `zeromq-js-${COMMIT.slice(0, 12)}`);
const engine = process.env['ZMQ_ENGINE'] ?? 'zmtp';
/**
 * What a test is known by: the end of its title, or the text of its error.
 *
 * @type {{ suite: string, engine?: string, title?: string, error?: string, reason: string }[]}
 */
const exceptions = JSON.parse(readFileSync(join(here, 'exceptions.json'), 'utf8'));

layOut();
const [chosen] = process.argv.slice(2);
let failed = false;
for (const [name, suite] of Object.entries(SUITES)) {
  if (chosen === undefined || chosen === name) report(name, suite, run(suite));
}
process.exitCode = failed ? 1 : 0;

/** Lays the suites out, with the drop-in where they expect the sources of the package. */
function layOut() {
  if (!existsSync(join(folder, 'test'))) {
    mkdirSync(folder, { recursive: true });
    const archive = execFileSync('git', ['archive', COMMIT, 'test', 'package.json', 'tsconfig.json'], {
      cwd: gitDirectory(),
      maxBuffer: 2 ** 26,
    });
    execFileSync('tar', ['x'], { cwd: folder, input: archive });
  }
  if (!existsSync(join(folder, 'node_modules', 'mocha'))) {
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, main: 'lib/index.js', dependencies: TOOLS }),
    );
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder, stdio: 'inherit' });
  }
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  /** @type {Record<string, string>} */
  const standIns = { 'lib/index.js': '', 'src/index.js': '', 'src/draft.js': '/draft', 'v5-compat.js': '/v5-compat' };
  for (const [file, entry] of Object.entries(standIns)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), `module.exports = require(${JSON.stringify(target(entry))});\n`);
  }
  writeFileSync(join(folder, 'src/errors.js'), 'exports.isFullError = (error) => error instanceof Error;\n');
}

/** The file that stands for an entry point. @param {string} entry */
function target(entry) {
  if (process.env['TARGET'] === 'zeromq')
    return fileURLToPath(import.meta.resolve('zeromq')).replace('lib/index.js', entry.slice(1));
  // The facade for ES modules stands beside it.
  return fileURLToPath(import.meta.resolve(`@zeromq-ts/zeromq${entry}`)).replace(/\.js$/u, '.cjs');
}

function gitDirectory() {
  const given = process.env['ZEROMQ_JS'];
  if (given !== undefined) return given;
  const clone = `${folder}.git`;
  if (!existsSync(clone)) execFileSync('git', ['clone', '--bare', REPOSITORY, clone], { stdio: 'inherit' });
  return clone;
}

/** @param {{ files: string, env: Record<string, string> }} suite */
function run({ files, env }) {
  const output = join(folder, 'result.json');
  rmSync(output, { force: true });
  writeFileSync(join(folder, '.mocharc.json'), JSON.stringify(MOCHA));
  const { stdout, stderr } = spawnSync(
    join(folder, 'node_modules', '.bin', 'mocha'),
    ['--reporter', 'json', '--reporter-option', `output=${output}`, files],
    { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (!existsSync(output)) throw new Error(`The suite did not run:\n${stdout}\n${stderr}`);
  return JSON.parse(readFileSync(output, 'utf8'));
}

/** @param {string} name @param {{ atLeast: number }} suite @param {any} result */
function report(name, { atLeast }, { stats, failures }) {
  const total = stats.passes + stats.failures;
  console.log(`${name}: ${stats.passes} of ${total} passed, ${stats.pending} skipped by the suite itself`);
  const listed = exceptions.filter((each) => each.suite === name && (each.engine ?? engine) === engine);
  const met = new Set();
  for (const { fullTitle, err } of failures) {
    const text = String(err.message).split('\n')[0];
    const exception = listed.find(({ title, error }) =>
      title === undefined ? error === text : fullTitle.endsWith(title),
    );
    met.add(exception);
    if (exception === undefined) failed = true;
    console.log(`  failed: ${fullTitle}\n          ${exception?.reason ?? `NOT LISTED: ${text}`}`);
  }
  for (const each of listed) if (!met.has(each)) console.log(`  listed, and passed: ${each.title ?? each.error}`);
  if (stats.passes < atLeast) {
    failed = true;
    console.log(`  fewer than ${atLeast} passed`);
  }
}
