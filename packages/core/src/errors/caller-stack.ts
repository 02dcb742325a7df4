/** What V8 adds to `Error`. Other engines lack it, and stacks have some frames of this library there. */
interface StackCapturing {
  captureStackTrace?(target: object, above: Function): void;
}

/**
 * A rejection with an error that has the stack of those who wait for it: of the `await`s that lead to the promise that is
 * resolved with it. That costs nothing before it is needed; the stack of a call taken when it begins would cost some
 * microseconds for each.
 *
 * @param reason Its stack is replaced.
 */
export function rejectionForAwaiters(reason: Error): Promise<never> {
  const reject = (): never => {
    // Only what awaits this microtask remains.
    (Error as StackCapturing).captureStackTrace?.(reason, reject);
    throw reason;
  };
  // Two microtasks later the other promise waits for this one, which V8 follows.
  return Promise.resolve().then(nothing).then(nothing).then(reject);
}

/**
 * Removes the frames of an asynchronous method, and those above it, from the stack of an error that it throws.
 *
 * @param member Its name.
 */
export function belowMethod<E extends Error>(error: E, member: string): E {
  const lines = (error.stack ?? '').split('\n');
  const head = `${error.name}: ${error.message}`.split('\n').length;
  const own = lines.findLastIndex((line, index) => index >= head && new RegExp(`\\.${member} \\(`).test(line));
  if (own < 0 || own + 1 >= lines.length) return error;
  const stack = [...lines.slice(0, head), ...lines.slice(own + 1)].join('\n');
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}

function nothing(): void {}
