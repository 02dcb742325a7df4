import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.js';

const PROGRAMS = fileURLToPath(new URL('../../peers/pyzmq', import.meta.url));
/** Debian's, which has pyzmq from the package python3-zmq, even where another one comes first in the path. */
const DEBIAN = '/usr/bin/python3';
const PYTHON = existsSync(DEBIAN) ? DEBIAN : 'python3';

export const PYZMQ: Peer = {
  name: 'pyzmq',
  scenarios: ['push-pull', 'req-rep', 'dealer-router', 'inproc', 'pub-sub', 'cold-start'],
  environment: { PYTHONDONTWRITEBYTECODE: '1' },

  command(scenario) {
    return [PYTHON, join(PROGRAMS, `${scenario.replaceAll('-', '_')}.py`)];
  },

  version() {
    const program = 'import zmq; print(f"{zmq.pyzmq_version()} on libzmq {zmq.zmq_version()}")';
    return execFileSync(PYTHON, ['-c', program], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  },
};
