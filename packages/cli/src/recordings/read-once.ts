import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { onAbort } from '@zeromq-ts/core/spi';

/** Whether a file is a pipe or a device, such as `<(…)` of a shell is: what is read of it is gone. stdin is one. */
export async function isReadOnce(file: string): Promise<boolean> {
  if (file === '-') return true;
  // What cannot be looked at is read, to say why.
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && (found.isFIFO() || found.isCharacterDevice());
}

/**
 * The chunks of such a file.
 *
 * @throws the reason of the signal, also while no one writes to a pipe, which is not open until then.
 */
export async function* pipeChunks(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const stream = createReadStream(file);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await orAborted(chunks.next(), signal);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const remove = onAbort(signal, reject);
    promise.then(resolve, reject).finally(remove);
    if (signal.aborted) reject(signal.reason as Error);
  });
}
