import type { Message } from '@zeromq-ts/core';
import { printable } from '../output/printable.js';
import { routingIdText } from '../sockets/routing-id.js';

/** A message as one line of text: frames with a tab between them, everything else escaped. */
export function messageText(frames: readonly Uint8Array[] | Message, head = Infinity): string {
  const shown = Array.from(frames, (frame) => printable(frame.length > head ? frame.subarray(0, head) : frame));
  const routingId = 'routingId' in frames ? frames.routingId : undefined;
  if (routingId !== undefined) shown[0] = routingIdText(routingId);
  return shown.join('\t');
}
