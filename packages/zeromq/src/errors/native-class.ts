/**
 * Makes a class what native code defines: a function that, called without `new`, throws the `TypeError` of Node-API.
 *
 * @typeParam C The class, which keeps its type.
 * @param of The class.
 * @param native The function, whose name in its source is that of the class.
 */
export function nativeClass<C extends { readonly prototype: object }>(of: C, native: () => object): C {
  Object.defineProperty(native, 'prototype', { value: of.prototype });
  // Its own marks, such as the one by which the engine libzmq knows this package.
  for (const mark of Object.getOwnPropertySymbols(of)) {
    Object.defineProperty(native, mark, Object.getOwnPropertyDescriptor(of, mark) as PropertyDescriptor);
  }
  Object.defineProperty(of.prototype, 'constructor', { value: native, writable: true, configurable: true });
  return native as unknown as C;
}

/** What such a function does. @throws TypeError without `new`. */
export function construct(of: object, given: ArrayLike<unknown>, target: unknown): object {
  if (target === undefined) throw new TypeError("Class constructors cannot be invoked without 'new'");
  return Reflect.construct(of as new () => object, given, target as new () => object) as object;
}
