import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milliseconds } from '../../probe/report.js';
import type { Check, CheckContext, Row } from '../check.js';
import { loopback } from '../loopback.js';

const HINTS: Readonly<Record<string, string>> = {
  tcp: 'a firewall or a sandbox may forbid connections to 127.0.0.1',
  tcp6: 'peers with IPv6 addresses cannot be reached',
  ipc: 'set TMPDIR to a folder with a short path that can be written to',
  inproc: 'report it: sockets of one process need nothing of the system',
  ws: 'a firewall or a sandbox may forbid connections to 127.0.0.1',
};

/** A message there and back over each transport of each engine. */
export const transportsCheck: Check = {
  id: 'transports',
  run: async (context) => {
    const rows: Row[] = [];
    for (const engine of ['zmtp', ...((await hasLibzmq()) ? ['libzmq'] : [])]) {
      rows.push(await row('tcp', 'tcp://127.0.0.1:*', engine, context));
      rows.push(await row('tcp6', 'tcp://[::1]:*', engine, context));
      rows.push(await ipcRow(engine, context));
      rows.push(await row('inproc', `inproc://doctor-${engine}`, engine, context));
    }
    rows.push((await hasWebSocket()) ? await row('ws', 'ws://127.0.0.1:*', 'zmtp', context) : NO_WEB_SOCKET);
    return rows;
  },
};

const NO_WEB_SOCKET: Row = {
  id: 'ws',
  status: 'skip',
  what: '@zeromq-ts/websocket is not installed beside this program',
};

async function row(transport: string, endpoint: string, engine: string, { timeout }: CheckContext): Promise<Row> {
  const id = engine === 'zmtp' ? transport : `${transport} (${engine})`;
  try {
    const options = transport === 'tcp6' && engine === 'libzmq' ? { ipv6: true } : undefined;
    const ms = await loopback({ endpoint, engine, timeout, server: options, client: options });
    return { id, status: 'ok', what: `there and back in ${milliseconds(ms)}` };
  } catch (error) {
    const isAbsent = transport === 'tcp6' && /EADDRNOTAVAIL|EAFNOSUPPORT/.test((error as { code?: string }).code ?? '');
    const what = error instanceof Error ? error.message : String(error);
    return { id, status: isAbsent ? 'warn' : 'fail', what, hint: HINTS[transport] };
  }
}

async function ipcRow(engine: string, context: CheckContext): Promise<Row> {
  if (process.platform === 'win32') return { id: 'ipc', status: 'skip', what: 'Windows has no ipc' };
  const folder = await mkdtemp(join(tmpdir(), 'zmq-'));
  try {
    return await row('ipc', `ipc://${folder}/doctor`, engine, context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the engine libzmq can be used by this program. */
export async function hasLibzmq(): Promise<boolean> {
  return (await libzmqProblem()) === undefined;
}

/** Why the engine libzmq cannot be used by this program; `undefined` when it can. */
export async function libzmqProblem(): Promise<Error | undefined> {
  // It would end the process: Bun lacks functions of libuv that the npm package calls.
  if (process.versions['bun'] !== undefined) return new Error('the engine libzmq does not work on Bun');
  try {
    const [{ ZMQPair }] = await Promise.all([import('@zeromq-ts/pair'), import('@zeromq-ts/transports/libzmq')]);
    await new ZMQPair(undefined, { engine: 'libzmq' }).close();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function hasWebSocket(): Promise<boolean> {
  try {
    await import('@zeromq-ts/websocket');
    return true;
  } catch {
    return false;
  }
}
