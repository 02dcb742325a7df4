import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { UsageError } from '../../errors/command-error.js';
import { runReceiver } from '../../exchange/run-receiver.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { wordFrame } from '../../messages/argument-frames.js';

export function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { words, flags } = parsed;
  if (flags.source('interval') === 'flag' && !flags.boolean('report') && !flags.boolean('graph'))
    throw new UsageError('--interval is for --report and --graph.');
  if (flags.boolean('report') && flags.boolean('graph'))
    throw new UsageError('--report counts by topic, and --graph all together: choose one.');
  const topics = [...words, ...flags.list('subscribe')].map((topic) => wordFrame(topic, flags));
  return runReceiver(parsed, io, 'SUB', ({ socket }) => {
    (socket as unknown as ZMQSubscriber).subscribe(...(topics.length === 0 ? [''] : topics));
  });
}
