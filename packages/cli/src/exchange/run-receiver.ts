import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Report } from '../output/report.js';
import { endOfReceiver } from './end-of-receiver.js';
import type { MessageSink } from './message-sink.js';
import { receiveMessages } from './receive-messages.js';
import { type Session, withSession } from './session.js';
import { summarize } from './summary.js';
import { MessageWriter } from './write-messages.js';

/** Receives and prints: SUB and PULL. */
export async function runReceiver(
  parsed: Parsed,
  io: CommandIO,
  type: 'SUB' | 'PULL',
  prepare: (session: Session) => void = () => {},
): Promise<number> {
  const { flags } = parsed;
  if (flags.number('count') === 0) return exitCode('done');
  const writer = await sinkOf(parsed, io);
  return withSession(parsed, type, io, {}, async (session) => {
    prepare(session);
    const stop = writer.begin?.();
    try {
      await receiveMessages(session.socket, writer, session.limits, flags.number('count') ?? Infinity);
    } finally {
      stop?.();
    }
    await writer.end();
    summarize(session, flags.boolean('stats'));
    return endOfReceiver(writer.count, flags.number('count'), session);
  });
}

/** What takes the messages: with `--report` and `--graph`, what counts them. */
async function sinkOf(parsed: Parsed, io: CommandIO): Promise<MessageSink> {
  const { flags } = parsed;
  // Neither is loaded at every start.
  if (flags.boolean('report')) return (await import('../topics/topic-report.js')).topicReport(flags, io);
  if (flags.boolean('graph')) return (await import('../topics/rate-graph.js')).rateGraph(flags, io);
  return MessageWriter.from(parsed, io, new Report(flags, io));
}
