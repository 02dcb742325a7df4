/** What has frames. */
interface Framed {
  readonly frames: readonly Uint8Array[];
}

const CHANGING = ['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'];

/**
 * Gives a prototype the methods that `ReadonlyArray` has in this runtime, as far as it has none of its own: they work on
 * an array of the frames. So a message can be typed as a list whose first frame is certain (docs/decisions/message-as-list.md).
 */
export function addArrayMethods(prototype: Framed): void {
  const methods = Array.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    const method = methods[name];
    if (typeof method !== 'function' || CHANGING.includes(name) || Object.hasOwn(prototype, name)) continue;
    if (name === 'constructor') continue;
    Object.defineProperty(prototype, name, {
      value(this: Framed, ...args: unknown[]) {
        return method.apply(this.frames, args);
      },
      writable: true,
      configurable: true,
    });
  }
  Object.defineProperty(prototype, Symbol.unscopables, { value: Array.prototype[Symbol.unscopables] });
}
