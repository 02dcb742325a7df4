const ordinary: (this: object, value: unknown) => boolean = Function.prototype[Symbol.hasInstance];

/**
 * `instanceof` of a class whose objects have a brand, by which every copy of this package knows them. A subclass inherits
 * it, and has no brand of its own: for it `instanceof` is the ordinary one.
 *
 * @param asked The class that stands on the right of `instanceof`.
 * @param branded The class that has the brand, in this copy.
 */
export function isInstance(value: unknown, brand: symbol, asked: object, branded: object): boolean {
  if (asked !== branded) return ordinary.call(asked, value);
  return typeof value === 'object' && value !== null && brand in value;
}
