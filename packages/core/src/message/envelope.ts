/**
 * The number of frames before the body of a message that a ROUTER has received: the routing id, and the empty delimiter
 * of a REQ (RFC 28), if a frame follows it. An empty frame that comes later belongs to the body.
 */
export function envelopeLength(frames: readonly Uint8Array[]): number {
  return frames.length > 2 && frames[1]?.byteLength === 0 ? 2 : 1;
}
