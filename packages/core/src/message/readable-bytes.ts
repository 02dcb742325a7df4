/**
 * Whether the bytes of a frame are still there. They are not when the buffer of the view has been detached (transferred
 * to a worker, for example), or made smaller than the view; such a view looks empty.
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
