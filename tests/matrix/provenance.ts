import { execFileSync } from 'node:child_process';
import { version as libzmq } from 'zeromq';

function said(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function pyzmq(): string | undefined {
  const program = 'import zmq; print(f"pyzmq {zmq.__version__} on libzmq {zmq.zmq_version()}")';
  for (const python of ['python3', '/usr/bin/python3', 'python']) {
    const answer = said(python, '-c', program);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function czmq(): string | undefined {
  const [own, below] = [said('pkg-config', '--modversion', 'libczmq'), said('pkg-config', '--modversion', 'libzmq')];
  return own === undefined ? undefined : `CZMQ ${own} on libzmq ${below}`;
}

/** What the tests were run with, in one sentence that is the same for the same tests and versions. */
export function provenance(tests: number): string {
  const versions = [`Node ${process.versions.node}`, `libzmq ${libzmq} in the npm package zeromq`, pyzmq(), czmq()];
  const counted = tests.toLocaleString('en');
  return `${counted} tests, run on ${process.platform} with ${versions.filter(Boolean).join(', ')}.`;
}
