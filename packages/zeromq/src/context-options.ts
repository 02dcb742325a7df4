import { errnoError } from './errors/errno-error.js';

interface ContextOption {
  readonly fallback: number;
  readonly lowest: number;
  readonly highest: number;
}

const INT32_MAX = 2_147_483_647;

/** The options of a context by their numbers in libzmq, in the order in which they lie in the memory of a context. */
const CONTEXT_OPTIONS: ReadonlyMap<number, ContextOption> = new Map([
  /* ZMQ_IO_THREADS */ [1, { fallback: 1, lowest: 0, highest: INT32_MAX }],
  /* ZMQ_MAX_SOCKETS */ [2, { fallback: 1023, lowest: 1, highest: 65_535 }],
  /* ZMQ_SOCKET_LIMIT, and set as ZMQ_THREAD_PRIORITY */ [3, { fallback: 65_535, lowest: 0, highest: INT32_MAX }],
  /* ZMQ_THREAD_SCHED_POLICY */ [4, { fallback: -1, lowest: 0, highest: INT32_MAX }],
  /* ZMQ_MAX_MSGSZ */ [5, { fallback: INT32_MAX, lowest: 0, highest: INT32_MAX }],
  /* ZMQ_IPV6 */ [42, { fallback: 0, lowest: 0, highest: 1 }],
  /* ZMQ_BLOCKY */ [70, { fallback: 1, lowest: 0, highest: 1 }],
]);

export const MAX_SOCKETS = 2;
export const IPV6 = 42;
export const BLOCKY = 70;
const SOCKET_LIMIT = 3;
const OPTION_ORDER = [...CONTEXT_OPTIONS.keys()];

/** The values of the options of a context. */
export class ContextOptionValues {
  readonly #values: Int32Array;

  constructor(memory: ArrayBufferLike = freshMemory(false)) {
    this.#values = new Int32Array(memory);
  }

  get(option: number): number {
    const index = indexOf(option);
    return Atomics.load(this.#values, index);
  }

  set(option: number, value: number): void {
    const index = indexOf(option);
    const { lowest, highest } = CONTEXT_OPTIONS.get(option) as ContextOption;
    const integer = Math.trunc(value) | 0;
    if (!(integer >= lowest && integer <= highest)) throw errnoError('EINVAL');
    // The limit of sockets is only read: what is set by this number is the priority of threads, of which there are none.
    if (option !== SOCKET_LIMIT) Atomics.store(this.#values, index, integer);
  }
}

function indexOf(option: number): number {
  const index = OPTION_ORDER.indexOf(option);
  if (index === -1) throw errnoError('EINVAL');
  return index;
}

function freshMemory(shared: boolean): ArrayBufferLike {
  const bytes = CONTEXT_OPTIONS.size * Int32Array.BYTES_PER_ELEMENT;
  const memory = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  new Int32Array(memory).set(Array.from(CONTEXT_OPTIONS.values(), ({ fallback }) => fallback));
  return memory;
}

// Not imported: a bundle that is an ES module has no require().
const { getEnvironmentData, setEnvironmentData } = process.getBuiltinModule('node:worker_threads');

const SHARED_KEY = '@zeromq-ts/zeromq/context@1';

/**
 * The memory of the global context, which all threads of the process share, as with libzmq: the thread that loads this
 * module first hands it to the threads that it starts.
 */
export function globalContextMemory(): ArrayBufferLike {
  const given: unknown = getEnvironmentData(SHARED_KEY);
  if (given instanceof SharedArrayBuffer) return given;
  const memory = freshMemory(true);
  // A worker passes it on to its own workers; its parent keeps values of its own.
  setEnvironmentData(SHARED_KEY, memory);
  return memory;
}
