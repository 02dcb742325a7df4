import { extraArgumentError } from '../errors/argument-count.js';
import { isMessageInput } from '../message/is-message-input.js';
import type { WaitOptions } from '../options/timing.js';

const FRAMES_OF_A_BODY = "The frames of a body are one argument: send(first, ['second', 'third']).";

/** The arguments of `send` behind the first. */
export interface SendArguments<Body> {
  /** Absent: the first argument is the whole message. */
  readonly body: Body | undefined;
  readonly options: WaitOptions | undefined;
}

/**
 * Tells `send(message, options)` from `send(first, body, options)`, which a ROUTER and publishers have: options are no
 * message.
 *
 * @param member `trySend` takes no options.
 * @param given The arguments behind the first, and one more than there may be.
 * @param isBody What a body is. Default: what can be a message.
 * @throws ZMQError `EINVAL` for an argument too many.
 */
export function sendArguments<Body>(
  member: 'send' | 'trySend',
  [second, third, fourth]: readonly unknown[],
  isBody: (value: unknown) => boolean = isMessageInput,
): SendArguments<Body> {
  const takesOptions = member === 'send';
  if (!isBody(second)) {
    const extra = third ?? fourth ?? (takesOptions ? undefined : second);
    if (extra !== undefined) throw extraArgumentError(member, takesOptions ? 2 : 1, extra);
    return { body: undefined, options: second as WaitOptions | undefined };
  }
  if (isBody(third)) throw extraArgumentError(member, 2, third, FRAMES_OF_A_BODY);
  const extra = fourth ?? (takesOptions ? undefined : third);
  if (extra !== undefined) throw extraArgumentError(member, takesOptions ? 3 : 2, extra);
  return { body: second as Body, options: third as WaitOptions | undefined };
}
