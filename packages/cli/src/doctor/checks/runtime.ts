import { arch, platform, release } from 'node:os';
import { VERSION } from '../../version.js';
import type { Check, Row } from '../check.js';

const MIN_NODE_VERSION = [20, 19] as const;

/** The runtime, the operating system, and this program. */
export const runtimeCheck: Check = {
  id: 'runtime',
  run: () => [
    { id: 'zmq', status: 'ok', what: `@zeromq-ts/cli ${VERSION}` },
    runtimeRow(process.versions),
    { id: 'system', status: 'ok', what: `${platform()} ${release()} ${arch()}` },
  ],
};

/** Which runtime this is, and whether it is recent enough. */
export function runtimeRow(versions: Readonly<Record<string, string | undefined>>): Row {
  const { bun, deno, node = '0' } = versions;
  if (bun !== undefined) return { id: 'runtime', status: 'ok', what: `Bun ${bun}` };
  if (deno !== undefined) return { id: 'runtime', status: 'ok', what: `Deno ${deno}` };
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const what = `Node ${node}`;
  if (major > MIN_NODE_VERSION[0] || (major === MIN_NODE_VERSION[0] && minor >= MIN_NODE_VERSION[1]))
    return { id: 'runtime', status: 'ok', what };
  return {
    id: 'runtime',
    status: 'fail',
    what,
    hint: `update Node: ${MIN_NODE_VERSION.join('.')} is the oldest that works`,
  };
}
