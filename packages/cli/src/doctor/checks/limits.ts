import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Check, Row } from '../check.js';

/** Below this, a service with some hundred peers and some files has too few. */
const FEW_FILES = 1024;
/** Below this, a machine that makes many short connections runs out: each stays for a minute. */
const FEW_PORTS = 4096;

/** How many files and sockets a process may have, and how many local ports there are. */
export const limitsCheck: Check = {
  id: 'limits',
  run: async () => [openFilesRow(await openFiles()), portsRow(await localPorts())],
};

/** Whether a limit of open files is high enough; `undefined` when it is not known. */
export function openFilesRow(limit: number | undefined): Row {
  const id = 'open files';
  if (limit === undefined) return { id, status: 'skip', what: 'the limit is not known here' };
  if (limit >= FEW_FILES) return { id, status: 'ok', what: Number.isFinite(limit) ? `at most ${limit}` : 'no limit' };
  const hint =
    'each connection takes one: raise it with ulimit -n, LimitNOFILE of systemd or the limits of the container';
  return { id, status: 'warn', what: `at most ${limit}`, hint };
}

/** Whether there are enough local ports; `undefined` when it is not known. */
export function portsRow(range: readonly [first: number, last: number] | undefined): Row {
  const id = 'local ports';
  if (range === undefined) return { id, status: 'skip', what: 'the range is not known here' };
  const [first, last] = range;
  const what = `${first} to ${last} for connections and for tcp://…:*`;
  if (last - first + 1 >= FEW_PORTS) return { id, status: 'ok', what };
  return { id, status: 'warn', what, hint: 'widen net.ipv4.ip_local_port_range: every outgoing connection takes one' };
}

async function openFiles(): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => undefined);
  const soft = /^Max open files\s+(\S+)/m.exec(limits ?? '')?.[1] ?? (await shellLimit());
  if (soft === 'unlimited') return Infinity;
  return soft === undefined ? undefined : Number(soft);
}

async function shellLimit(): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('/bin/sh', ['-c', 'ulimit -n'])).stdout.trim();
  } catch {
    return undefined;
  }
}

async function localPorts(): Promise<readonly [number, number] | undefined> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const [first, last] = text.trim().split(/\s+/).map(Number);
  return first === undefined || last === undefined ? undefined : [first, last];
}
