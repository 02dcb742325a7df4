/**
 * A class as native code defines one: called without `new`, it throws the `TypeError` that Node-API throws.
 *
 * @typeParam C The class, which keeps its type.
 */
export function callableWithNew<C extends { readonly prototype: object }>(of: C): C {
  return new Proxy(of as C & (() => void), {
    apply() {
      throw new TypeError("Class constructors cannot be invoked without 'new'");
    },
  });
}
