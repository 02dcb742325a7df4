// @ts-check
// Runs packages from npm that depend on `zeromq`, of its versions 4, 5 and 6, over the drop-in: installs them with an
// override and gives each something small to do.
//
//   node tests/drop-in/dependents.mjs [name of one]
//
// DEPENDENTS_FOLDER is where they are installed; without it, a folder of the system's for temporary files.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKED = [
  'core',
  'transports',
  'security',
  'dealerrouter',
  'pair',
  'proxy',
  'pubsub',
  'pushpull',
  'reqrep',
  'stream',
  'zeromq',
];
const SMOKE_MS = 60_000;

/** The packages, with the version that is installed, and the program that uses it. */
const DEPENDENTS = {
  '@dashevo/dashd-zmq': '1.2.1',
  'enchannel-zmq-backend': '10.0.0',
  ijavascript: '5.2.1',
  tslab: '1.0.22',
  zerorpc: '0.9.8',
  'zmq-raft': '0.5.0',
  'zmq-service-suite-service': '1.0.1',
  'zyre.js': '1.3.0',
};

/** What those need that are peers. */
const BESIDE = { '@nteract/messaging': '7.0.20', rxjs: '7.8.2' };

/**
 * Packages for versions 4 and 5 that make a subclass of `zmq.Socket`, which the main entry point has as version 6 does: for
 * these, `zeromq` is a folder with one line, as the migration page shows.
 */
const OF_VERSION_5 = ['jmp'];

/** A kernel in Python, as the peer of one of them. */
const KERNEL = 'ipykernel';

const folder = process.env['DEPENDENTS_FOLDER'] ?? join(tmpdir(), 'zeromq-dependents');
install();
const [chosen] = process.argv.slice(2);
let failed = 0;
for (const name of Object.keys(DEPENDENTS)) if (chosen === undefined || chosen === name) run(name);
if (chosen === undefined || chosen === KERNEL) runKernel();
process.exitCode = failed === 0 ? 0 : 1;

function install() {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs, { recursive: true });
  /** @type {Record<string, string>} */
  const dependencies = { ...DEPENDENTS, ...BESIDE };
  for (const name of PACKED) {
    execFileSync('npx', ['-y', 'pnpm@12', 'pack', '--out', join(tarballs, `${name}.tgz`)], {
      cwd: join(ROOT, 'packages', name),
      stdio: 'ignore',
    });
    dependencies[name === 'zeromq' ? 'zeromq' : `@zeromq-ts/${name}`] = `file:tarballs/${name}.tgz`;
  }
  const old = join(folder, 'zeromq-5');
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, 'package.json'), JSON.stringify({ name: 'zeromq-5', version: '5.3.1', main: 'index.js' }));
  writeFileSync(join(old, 'index.js'), `module.exports = require('zeromq/v5-compat');\n`);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies, overrides: { zeromq: '$zeromq' } }, undefined, 2),
  );
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const name of OF_VERSION_5) {
    const place = join(folder, 'node_modules', name, 'node_modules', 'zeromq');
    if (existsSync(join(folder, 'node_modules', name))) cpSync(old, place, { recursive: true });
  }
  cpSync(join(ROOT, 'tests', 'drop-in', 'dependents'), join(folder, 'programs'), { recursive: true });
}

/** @param {string} name @param {string[]} args */
function run(name, ...args) {
  const file = join(folder, 'programs', `${name.replace('@dashevo/', '')}.cjs`);
  const { error, status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: SMOKE_MS,
  });
  if (status === 0 && stdout.trim().endsWith('ok')) {
    console.log(`${name}: ok`);
    return;
  }
  failed++;
  const reason =
    error === undefined
      ? `exit ${status}`
      : `${error.message}; its limit is ${SMOKE_MS} ms, NODE_DEBUG=zeromq shows more`;
  console.log(`${name}: failed (${reason})\n${stdout}${stderr}`);
}

function runKernel() {
  const python = ['python3', '/usr/bin/python3', 'python'].find(
    (command) => spawnSync(command, ['-c', `import ${KERNEL}`], { stdio: 'ignore' }).status === 0,
  );
  if (python === undefined) console.log(`${KERNEL}: left out, no Python can import it (Debian: python3-ipykernel)`);
  else run(KERNEL, python);
}
