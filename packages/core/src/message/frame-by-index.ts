/** What has frames that can be asked for by their index. */
interface Indexed {
  at(index: number): Uint8Array | undefined;
}

const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * Makes `message[0]` give the frame, as on an array, and not `undefined` as on any other object. Nothing is put on the
 * messages themselves: only a property that neither a message nor its prototype has is looked up here.
 */
export function addFramesByIndex(prototype: Indexed): void {
  const frames: ProxyHandler<object> = {
    get: (target, key, message: Indexed) =>
      typeof key === 'string' && INDEX.test(key) ? message.at(Number(key)) : Reflect.get(target, key, message),
    set: (target, key, value, message) =>
      typeof key === 'string' && INDEX.test(key) ? false : Reflect.set(target, key, value, message),
  };
  // Each message that a promise is resolved with is asked for it, and is none: that shall not cost a look-up below.
  // eslint-disable-next-line unicorn/no-thenable -- it says that a message is not thenable
  Object.defineProperty(prototype, 'then', { value: undefined });
  Object.setPrototypeOf(prototype, new Proxy(Object.prototype, frames));
}
