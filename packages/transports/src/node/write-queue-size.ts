/**
 * The bytes of the current write of a `net.Socket` that the system has not accepted yet; 0 where this is not known.
 *
 * The handle is not documented. Bun and Deno have none.
 */
export function writeQueueSize(socket: object): number {
  const handle: { readonly writeQueueSize?: unknown } | null | undefined = Reflect.get(socket, '_handle');
  const size = handle?.writeQueueSize;
  return typeof size === 'number' ? size : 0;
}
