import { onAbort } from '@zeromq-ts/core/spi';

/**
 * The values of an iterator, until a signal is aborted.
 *
 * @throws The reason of the signal, without waiting for the next value: the iterator is ended when it has given that.
 */
export async function* untilAborted<T>(
  iterator: AsyncGenerator<T, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  if (signal === undefined) return yield* iterator;
  let isPending = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      isPending = true;
      const next = await orAborted(iterator.next(), signal);
      isPending = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const ended = iterator.return();
    if (isPending) ended.catch(() => {});
    else await ended;
  }
}

/** The same promise, which is rejected when a signal is aborted. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const remove = onAbort(signal, reject);
    promise.then(resolve, reject).finally(remove);
  });
}
