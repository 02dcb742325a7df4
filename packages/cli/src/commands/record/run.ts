import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { frameTime, record, type RecordingOutput, type RecordingSummary } from '@zeromq-ts/recording';
import { CommandError } from '../../errors/command-error.js';
import { endOfReceiver } from '../../exchange/end-of-receiver.js';
import { endOfSession, type Session, withSession } from '../../exchange/session.js';
import { TimeLimits } from '../../exchange/time-limits.js';
import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { Report } from '../../output/report.js';
import { beginRecording, openOutput, outputFor, reportRecorded, writingFailure } from '../../recordings/open-writer.js';
import { StatusLine } from '../../recordings/status-line.js';
import type { SocketType } from '../../sockets/socket-type.js';

export async function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  if (flags.boolean('between')) return between(parsed, io);
  const type = (flags.text('type') ?? 'sub').toUpperCase() as SocketType;
  const timeFrom = flags.text('time-from');
  if (timeFrom !== undefined) frameTime(timeFrom);
  const output = outputFor(flags, io);
  try {
    // No message is taken that cannot be written. When nothing comes of it, the file is left as it was.
    return await withSession(parsed, type, io, { onOpen: () => openOutput(output, flags) }, async (session) => {
      const summary = await recorded(session, output, parsed, io);
      reportRecorded(summary, session.report);
      return endOfReceiver(summary.count, parsed.flags.number('count'), session, 'recorded');
    });
  } finally {
    await output.close();
  }
}

async function recorded(
  { socket, limits }: Session,
  output: RecordingOutput,
  { flags, endpoints }: Parsed,
  io: CommandIO,
): Promise<RecordingSummary> {
  const topics = flags.list('subscribe').length === 0 ? [''] : flags.list('subscribe');
  const subscribes = socket.type === 'SUB' || socket.type === 'XSUB';
  const names =
    endpoints.length === 1 && socket.endpoint !== null ? [socket.endpoint] : endpoints.map(({ text }) => text);
  const header = { type: socket.type, endpoints: names, ...(subscribes ? { topics } : {}) };
  if (subscribes) (socket as unknown as ZMQSubscriber).subscribe(...topics);
  const writer = beginRecording(output, header, 'drop', flags);
  const status = new StatusLine(io, flags, () => `recorded ${writer.count}, dropped ${writer.dropped}`);
  try {
    return await record(socket, writer, {
      signal: limits.signal,
      count: flags.number('count'),
      timeFrom: flags.text('time-from'),
    });
  } catch (error) {
    throw writingFailure(flags, error);
  } finally {
    status.end();
  }
}

async function between(parsed: Parsed, io: CommandIO): Promise<number> {
  const limits = new TimeLimits(parsed.flags, io);
  try {
    const { recordBetween } = await import('../../recordings/record-between.js');
    const { summary, left, peers } = await recordBetween(parsed, io, limits);
    reportRecorded(summary, new Report(parsed.flags, io));
    const { reason } = limits.signal as { reason: unknown };
    if (reason instanceof CommandError) throw reason;
    if (left > 0) return exitCode('timeout');
    return endOfReceiver(summary.count, parsed.flags.number('count'), { ...peers, limits }, 'recorded');
  } catch (error) {
    throw endOfSession(writingFailure(parsed.flags, error), limits.signal);
  } finally {
    limits.stop();
  }
}
