import { createHash } from 'node:crypto';

/** Frames in a form that compares fast and prints short: their octets, of long ones size and digest. */
export function fingerprints(frames: Iterable<Uint8Array>): string[] {
  return Array.from(frames, (frame) =>
    frame.byteLength <= 400
      ? Buffer.from(frame).toString('hex')
      : `${frame.byteLength} octets, SHA-256 ${createHash('sha256').update(frame).digest('hex')}`,
  );
}
