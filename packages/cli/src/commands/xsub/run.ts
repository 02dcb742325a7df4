import type { ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { runTwoWay } from '../../exchange/run-two-way.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { wordFrame } from '../../messages/argument-frames.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  const topics = flags.list('subscribe').map((topic) => wordFrame(topic, flags));
  return runTwoWay(parsed, io, 'XSUB', {
    prepare: ({ socket }) => {
      if (topics.length > 0) (socket as unknown as ZMQXSubscriber).subscribe(...topics);
    },
  });
}
