/**
 * Whether the bytes of a frame are still there. They are not when the buffer of the view has been detached (transferred
 * to a worker, for example), or made smaller than the view; such a view looks empty.
 *
 * This is a quick look, so that `send` can say what is wrong. It is not a guarantee: optimized code of Node 20 has been
 * seen to read the old length of a view after its buffer was detached. Where bytes are needed they are taken by `set` or
 * by a new view, which throw a `TypeError` when there are none.
 */
export function isReadable(frame: string | Uint8Array): boolean {
  // Only what looks empty is worth a closer look: the methods of a view throw when its bytes are gone.
  if (frame.length !== 0 || typeof frame === 'string') return true;
  try {
    void frame.at(0);
    return true;
  } catch {
    return false;
  }
}
