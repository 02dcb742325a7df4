import type { FrameInput, Message, MessageInput, RoutedMessage } from '@zeromq-ts/core';
import { envelopeLength, framesInPlace, Message as AnyMessage, ZMQError } from '@zeromq-ts/core/spi';

/** The peer to which a ROUTER sends: its routing id, or a message received from it. */
export type Addressee = FrameInput | RoutedMessage;

/**
 * Puts the envelope before a body: the routing id of the peer; as a reply to a message, also the delimiter that the
 * message has.
 *
 * @throws ZMQError `EINVAL` for a message that was not received by a ROUTER.
 */
export function addressed(to: Addressee, body: MessageInput): MessageInput {
  const envelope = to instanceof AnyMessage ? envelopeOf(to) : [to];
  return Array.isArray(body) ? [...envelope, ...(body as readonly FrameInput[])] : [...envelope, body as FrameInput];
}

function envelopeOf(message: Message): readonly Uint8Array[] {
  if (message.routingId === undefined) {
    throw new ZMQError(
      'EINVAL',
      'This message was not received by a ROUTER, so it does not name a peer. Send to a routing id, or to a message ' +
        'that a ROUTER has received.',
    );
  }
  const frames = framesInPlace(message);
  return frames.slice(0, envelopeLength(frames));
}

/**
 * Checks that a message has a frame behind the routing id.
 *
 * @throws ZMQError `EINVAL` if it has only one frame. What is no message at all is left to the caller.
 */
export function checkAddressed(message: MessageInput): void {
  if (!hasOneFrame(message)) return;
  throw new ZMQError(
    'EINVAL',
    'A message of a ROUTER begins with the routing id of the peer, and this one has no frame behind it. Send ' +
      "[routingId, body], or call send(routingId, body). For an empty body, send ''.",
  );
}

function hasOneFrame(message: unknown): boolean {
  if (Array.isArray(message)) return message.length === 1 && hasOneFrame(message[0]);
  if (message instanceof AnyMessage) return message.length === 1;
  return typeof message === 'string' || ArrayBuffer.isView(message) || message instanceof ArrayBuffer;
}
