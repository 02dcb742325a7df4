// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {'REQ/REP' | 'DEALER/ROUTER' | 'PUB/SUB' | 'XPUB/XSUB' | 'PUSH/PULL' | 'PAIR' | 'all'} Pattern */
/** @typedef {'tcp' | 'ipc' | 'inproc'} Transport */

/**
 * What one check works with.
 * @typedef {object} Bench
 * @property {<S extends import('zeromq-ts').ZMQSocket>(socket: S) => S} open closes the socket when the check is over
 * @property {() => string} endpoint a fresh endpoint of the check's transport, to bind to
 * @property {(cleanUp: () => unknown) => void} defer
 */

/**
 * @typedef {object} Check
 * @property {Pattern} pattern
 * @property {Transport} transport
 * @property {string} title
 * @property {(bench: Bench) => Promise<void>} run
 */

/** The longest that anything here waits for what must come. */
export const EVENT_TIMEOUT_MS = 5_000;

/** The longest that one check may take. */
const LIMIT = 20_000;

/** @type {readonly Transport[]} */
export const TRANSPORTS = ['tcp', 'ipc', 'inproc'];
/** @type {readonly Transport[]} */
export const WIRE = ['tcp', 'ipc'];

/** What a platform lacks is not checked there: Windows has no ipc, and abstract names are for Linux. */
export const HAS_IPC = process.platform !== 'win32';
export const HAS_ABSTRACT_NAMES = process.platform === 'linux';
/** Whether 127.0.0.2 is an address of the machine without being set up: macOS has 127.0.0.1 alone. */
export const HAS_MANY_LOOPBACK_ADDRESSES = process.platform !== 'darwin';

/** Every check there is, in order. @type {Check[]} */
export const checks = [];

/**
 * Adds a check over each of some transports, as far as the platform has them.
 * @param {Pattern} pattern
 * @param {string} title
 * @param {readonly Transport[]} transports
 * @param {(bench: Bench) => Promise<void>} run
 */
export function check(pattern, title, transports, run) {
  for (const transport of transports) {
    if (transport !== 'ipc' || HAS_IPC) checks.push({ pattern, transport, title, run });
  }
}

/** @type {string | undefined} */
let folder;
let names = 0;

/** A path in a folder of this process, which goes with it. */
export function freshPath() {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'zmq-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return join(folder, String(++names));
}

/** @param {Transport} transport */
function freshEndpoint(transport) {
  if (transport === 'tcp') return 'tcp://127.0.0.1:*';
  return transport === 'ipc' ? `ipc://${freshPath()}` : `inproc://${++names}`;
}

/** Runs one check, and closes what it has opened. @param {Check} check */
export async function runCheck({ transport, run }) {
  /** @type {import('zeromq-ts').ZMQSocket[]} */
  const sockets = [];
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  try {
    await inTime(
      run({
        open: (socket) => (sockets.push(socket), socket),
        endpoint: () => freshEndpoint(transport),
        defer: (cleanUp) => cleanUps.push(cleanUp),
      }),
      LIMIT,
    );
  } finally {
    await inTime(Promise.all(sockets.map((socket) => socket.close({ linger: 0 }))), EVENT_TIMEOUT_MS);
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  }
}

/**
 * Fails unless a promise settles in time.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function inTime(promise, limit = EVENT_TIMEOUT_MS) {
  const timer = new AbortController();
  const late = pause(limit, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`not within ${limit} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => {});
    timer.abort();
  }
}

/** @param {() => boolean} condition */
export async function eventually(condition) {
  const deadline = performance.now() + EVENT_TIMEOUT_MS;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${EVENT_TIMEOUT_MS} ms: ${condition}`);
    await pause(1);
  }
}

/**
 * The next event of a name.
 * @template {import('zeromq-ts').SocketEventName} N
 * @param {import('zeromq-ts').ZMQSocket} socket
 * @param {N} name
 * @returns {Promise<import('zeromq-ts').SocketEvents[N]>}
 */
export function nextEvent(socket, name) {
  return inTime(new Promise((resolve) => socket.once(name, resolve)));
}

/** The code that something is refused with. @param {Promise<unknown>} action */
export async function refusal(action) {
  try {
    await inTime(action);
  } catch (error) {
    return /** @type {{ code?: string, name: string }} */ (error).code;
  }
  return 'it was not refused';
}

/**
 * The frames of the next message, as text.
 * @param {{ receive(options?: { timeout?: number }): Promise<import('zeromq-ts').Message> }} socket
 */
export async function texts(socket) {
  const message = await socket.receive({ timeout: EVENT_TIMEOUT_MS });
  return Array.from(message, (_, index) => message.text(index));
}
