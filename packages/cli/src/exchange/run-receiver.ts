import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Report } from '../output/report.js';
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
    return exitOfReceiver(writer.count, flags.number('count'), session.limits.isOver);
  });
}

/** What takes the messages: with `--report`, what counts them. */
async function sinkOf(parsed: Parsed, io: CommandIO): Promise<MessageSink> {
  const { flags } = parsed;
  if (!flags.boolean('report')) return MessageWriter.from(parsed, io, new Report(flags, io));
  // Not loaded at every start.
  const { TopicReport } = await import('../topics/topic-report.js');
  return new TopicReport(flags, io);
}

/** 0 when what was asked for has come; without `--count`, one message is enough when the time is over. */
export function exitOfReceiver(count: number, asked: number | undefined, isOver: boolean): number {
  if (!isOver) return exitCode('done');
  return count >= (asked ?? 1) ? exitCode('done') : exitCode('timeout');
}
