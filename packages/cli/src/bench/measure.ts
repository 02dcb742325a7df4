import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Later } from './later.js';
import { PeerProcess } from './peer-process.js';
import type { RoleOptions, RoleResult } from './role.js';
import { type BenchKind, ROLES } from './roles.js';
import type { Variant } from './variant.js';

/** Both sides of one measurement. */
export interface Sides {
  readonly senders: readonly RoleResult[];
  readonly receivers: readonly RoleResult[];
}

const DEFAULT_WARMUP_MS = 500;
const DEFAULT_DURATION_MS = 2000;

/** Measures a variant once, with peers in processes of their own, which have ended when the promise is settled. */
export async function measure(kind: BenchKind, variant: Variant, flags: Flags, io: CommandIO): Promise<Sides> {
  if (variant.transport === 'inproc') return inOneProcess(kind, variant, flags, io);
  const folder = variant.transport === 'ipc' ? await mkdtemp(join(tmpdir(), 'zmq-bench-')) : undefined;
  const peers: PeerProcess[] = [];
  const endAll = (): void => peers.forEach((peer) => peer.end());
  io.signal.addEventListener('abort', endAll);
  const start = (role: 'send' | 'receive', endpoint: string, own: readonly string[]): PeerProcess => {
    const peer = new PeerProcess([...argumentsFor(kind, role, variant, flags), ...own, endpoint], io.env);
    peers.push(peer);
    return peer;
  };
  try {
    io.signal.throwIfAborted();
    const binding = kind === 'fanout' ? 'send' : 'receive';
    const one = start(binding, endpointFor(variant, folder), ['--clients', String(variant.clients)]);
    const { endpoint, serverKey } = await one.listening;
    const key = serverKey === undefined ? [] : ['--server-key', serverKey];
    const others = Array.from({ length: variant.clients }, (_, sender) =>
      start(binding === 'send' ? 'receive' : 'send', endpoint, [...key, '--sender', String(sender)]),
    );
    const results = Promise.all(others.map((each) => each.result));
    // When one side fails, the other would wait for it.
    const found = await Promise.race([results, one.result.then(() => results)]);
    // The others end when they have got everything.
    if (kind === 'lat' || kind === 'connect') one.finish();
    const other = await one.result;
    return binding === 'send' ? { senders: [other], receivers: found } : { senders: found, receivers: [other] };
  } finally {
    io.signal.removeEventListener('abort', endAll);
    endAll();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Sockets of one process can be reached in that process alone. */
async function inOneProcess(kind: BenchKind, variant: Variant, flags: Flags, io: CommandIO): Promise<Sides> {
  const ended = new AbortController();
  const end = (): void => ended.abort(io.signal.reason);
  io.signal.addEventListener('abort', end);
  const base = {
    ...variant,
    count: flags.number('count'),
    duration: flags.number('duration') ?? DEFAULT_DURATION_MS,
    warmup: flags.number('warmup') ?? DEFAULT_WARMUP_MS,
    rate: flags.number('rate'),
    endpoint: 'inproc://bench',
    signal: ended.signal,
  };
  const key = new Later<string | undefined>();
  const bound = (_endpoint: string, serverKey: string | undefined): void => key.resolve(serverKey);
  const run = (role: 'send' | 'receive', own: Partial<RoleOptions>): Promise<RoleResult> =>
    ROLES[kind][role]({ ...base, peers: 1, sender: 0, serverKey: undefined, bind: false, bound, ...own });
  try {
    io.signal.throwIfAborted();
    const binding = kind === 'fanout' ? 'send' : 'receive';
    const one = run(binding, { bind: true, peers: variant.clients });
    one.catch((error: unknown) => ended.abort(error));
    const serverKey = await key.promise;
    const results = await Promise.all(
      Array.from({ length: variant.clients }, (_, sender) =>
        run(binding === 'send' ? 'receive' : 'send', { sender, serverKey }),
      ),
    );
    if (kind === 'connect') ended.abort();
    const other = await one;
    return binding === 'send' ? { senders: [other], receivers: results } : { senders: results, receivers: [other] };
  } finally {
    io.signal.removeEventListener('abort', end);
    ended.abort();
  }
}

function argumentsFor(kind: BenchKind, role: string, variant: Variant, flags: Flags): readonly string[] {
  const { pattern, size, frames, engine, mechanism } = variant;
  const count = flags.number('count');
  const rate = flags.number('rate');
  const named = {
    role,
    pattern,
    size,
    frames,
    engine,
    mechanism,
    duration: flags.number('duration') ?? DEFAULT_DURATION_MS,
    // What has no first byte cannot be told from the measurement.
    warmup: size === 0 && kind !== 'connect' ? 0 : (flags.number('warmup') ?? DEFAULT_WARMUP_MS),
    ...(count === undefined ? {} : { count }),
    ...(rate === undefined ? {} : { rate }),
  };
  return ['bench', kind, ...Object.entries(named).flatMap(([name, value]) => [`--${name}`, String(value)])];
}

function endpointFor({ transport }: Variant, folder: string | undefined): string {
  if (folder !== undefined) return `ipc://${join(folder, 'socket')}`;
  return `${transport}://127.0.0.1:*`;
}
