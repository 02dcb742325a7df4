import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.js';

const SOURCES = fileURLToPath(new URL('../../peers/libzmq', import.meta.url));
const PROGRAMS = fileURLToPath(new URL('libzmq', import.meta.url));

/** Programs of our own after those that libzmq measures itself with, compiled when they are first needed. */
export const LIBZMQ_IN_C: Peer = {
  name: 'libzmq in C',
  scenarios: ['push-pull', 'req-rep', 'dealer-router', 'inproc', 'pub-sub', 'scale', 'cold-start', 'curve', 'proxy'],
  environment: {},

  command(scenario) {
    const source = join(SOURCES, `${scenario}.c`);
    const program = join(PROGRAMS, scenario);
    const changed = Math.max(changedAt(source), changedAt(join(SOURCES, 'bench.h')));
    if (changedAt(program) < changed) {
      mkdirSync(PROGRAMS, { recursive: true });
      const libzmq = run('pkg-config', '--cflags', '--libs', 'libzmq').split(/\s+/u);
      run('gcc', '-O2', '-pthread', '-Wno-unused-function', '-o', program, source, ...libzmq);
    }
    return [program];
  },

  version() {
    run('gcc', '--version');
    return run('pkg-config', '--modversion', 'libzmq');
  },
};

function changedAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
