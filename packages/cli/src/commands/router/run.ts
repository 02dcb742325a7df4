import { runResponder } from '../../exchange/run-responder.js';
import { runTwoWay } from '../../exchange/run-two-way.js';
import { UsageError } from '../../errors/command-error.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { hasArgumentFrames } from '../../messages/argument-frames.js';
import type { InputMessage } from '../../messages/input-message.js';
import { routingIdFrom, routingIdOfFrame } from '../../sockets/routing-id.js';

/** A message for a peer that is not there is an error, and not dropped without a word. */
const DEFAULTS = { mandatory: true };

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  if (flags.list('exec').length > 0) return runResponder(parsed, io, 'ROUTER');
  const text = flags.text('target');
  const target = text === undefined ? undefined : routingIdFrom(text, '--target');
  // What is given as bytes is meant as it is.
  const isText =
    !flags.boolean('hex') &&
    !flags.boolean('base64') &&
    (hasArgumentFrames(parsed) || !['length', 'jsonl'].includes(flags.text('input') ?? ''));
  const address = ({ frames, routingId }: InputMessage): readonly Uint8Array[] => {
    const id = routingId ?? target;
    if (id === undefined && frames.length < 2) {
      throw new UsageError(
        'A message of a ROUTER begins with the routing id of its peer: give it first, or with --target.',
      );
    }
    if (id !== undefined) return [id, ...frames];
    const [first, ...rest] = frames as [Uint8Array, ...Uint8Array[]];
    return [isText ? routingIdOfFrame(first, 'The routing id') : first, ...rest];
  };
  return runTwoWay(parsed, io, 'ROUTER', { defaults: DEFAULTS, address });
}
