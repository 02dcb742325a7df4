/** `A` if two types are the same, otherwise `B`. */
type IfSame<X, Y, A, B = never> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? A : B;

type AnyFunction = (...args: never[]) => unknown;

/** The names of the properties that can be assigned. */
type WritableKeys<T> = {
  [P in keyof T]-?: T[P] extends AnyFunction ? never : IfSame<{ [Q in P]: T[P] }, { -readonly [Q in P]: T[P] }, P>;
}[keyof T];

/** A type written out. */
export type Expand<T> = T extends infer O ? { [K in keyof O]: O[K] } : never;

/** What can be given to a constructor: the properties of the object that can be assigned, and `E`. */
export type Options<T, E = object> = Expand<Partial<E & Pick<T, WritableKeys<T>>>>;
