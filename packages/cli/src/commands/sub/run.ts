import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { runReceiver } from '../../exchange/run-receiver.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { wordFrame } from '../../messages/argument-frames.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { words, flags } = parsed;
  const topics = [...words, ...flags.list('subscribe')].map((topic) => wordFrame(topic, flags));
  return runReceiver(parsed, io, 'SUB', ({ socket }) => {
    (socket as unknown as ZMQSubscriber).subscribe(...(topics.length === 0 ? [''] : topics));
  });
}
