import { builtinModule } from '../runtime/environment.js';

/** What a buffer may have beside the frame in it: the header that was before it when it was encrypted. */
const MAX_SLACK_BYTES = 64;

type Question = (buffer: ArrayBuffer) => boolean;

/** Asks Node whether it refuses to transfer a buffer. Node 20, which cannot be asked, copies such a buffer. */
let isUntransferable: Question | undefined;

function askNode(): Question {
  const threads: object = builtinModule('node:worker_threads') ?? {};
  return (Reflect.get(threads, 'isMarkedAsUntransferable') as Question | undefined) ?? (() => false);
}

/**
 * The buffers of frames that can be transferred without touching anything else. Left out is what cannot be transferred
 * (shared memory, memory of a native library) and what more than the frame lies in.
 */
export function transferListOf(frames: readonly Uint8Array[]): ArrayBuffer[] {
  isUntransferable ??= askNode();
  const buffers = new Set<ArrayBuffer>();
  for (const frame of frames) {
    const { buffer } = frame;
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength - frame.byteLength > MAX_SLACK_BYTES) continue;
    if (!isUntransferable(buffer)) buffers.add(buffer);
  }
  return [...buffers];
}
