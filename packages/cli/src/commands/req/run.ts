import type { Message } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { ZMQRequest } from '@zeromq-ts/reqrep';
import { type CommandError, UsageError } from '../../errors/command-error.js';
import type { MajordomoService } from '../../exchange/majordomo.js';
import { atPace, messagesToSend } from '../../exchange/send-messages.js';
import { type Session, withSession } from '../../exchange/session.js';
import { summarize } from '../../exchange/summary.js';
import { unanswered } from '../../exchange/unanswered.js';
import { MessageWriter } from '../../exchange/write-messages.js';
import { exitCode } from '../../exit-codes.js';
import type { Flags, GivenTime, Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { argumentFrames, hasArgumentFrames } from '../../messages/argument-frames.js';
import { Report } from '../../output/report.js';

/** Options of a REQ that are about its turns: requests that overlap have none. */
const TURN_FLAGS = ['correlate', 'relaxed', 'wait-for-turn'];

export async function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  if (flags.number('count') === 0) return exitCode('done');
  const writer = await MessageWriter.from(parsed, io, new Report(flags, io));
  const service = await serviceOf(flags);
  // Before anything is opened: a frame may be malformed.
  if (hasArgumentFrames(parsed) && flags.list('file').length === 0) await argumentFrames(parsed, io);
  const overlap = overlaps(flags);
  // Its time limit is that of each reply.
  const own = overlap ? ['timeout', ...TURN_FLAGS] : ['timeout'];
  const opened = { ...parsed, flags: own.reduce((rest, name) => rest.without(name), flags) };
  let failure: CommandError | undefined;
  return withSession(opened, overlap ? 'DEALER' : 'REQ', io, { needsPeer: true }, async (session) => {
    if (overlap) {
      // Not loaded at every start.
      const { askOverlapping } = await import('../../exchange/overlapping-requests.js');
      await askOverlapping(parsed, session, writer);
    } else {
      const messages = messagesToSend(parsed, session.io, session);
      await atPace(messages, parsed, session.io.signal, async ({ frames }) => {
        if (service === undefined) return writer.write(await ask(session, [...frames], flags));
        const body = service.bodyOf(await ask(session, service.request(frames), flags));
        failure ??= service.failureOf(body);
        return writer.write(body);
      });
    }
    await writer.end();
    await session.socket.close();
    summarize(session, flags.boolean('stats'));
    if (failure !== undefined) throw failure;
    return exitCode('done');
  });
}

function overlaps(flags: Flags): boolean {
  return (flags.number('parallel') ?? 1) > 1 || (flags.number('replies') ?? 1) > 1;
}

async function serviceOf(flags: Flags): Promise<MajordomoService | undefined> {
  const name = flags.text('service');
  if (name === undefined) return undefined;
  if (name === '') throw new UsageError('--service is the name of a service.');
  if (overlaps(flags)) {
    throw new UsageError(
      '--service asks one request after the other: a broker of RFC 7 takes no id before a request, which --parallel and --replies need.',
    );
  }
  // Not loaded at every start.
  const { MajordomoService: Service } = await import('../../exchange/majordomo.js');
  return new Service(name);
}

async function ask(session: Session, frames: Uint8Array[], flags: Flags): Promise<Message> {
  const { socket, io } = session;
  const timeout = flags.time('timeout') as GivenTime;
  const retries = flags.number('retries') ?? 0;
  try {
    return await (socket as unknown as ZMQRequest).request(frames, { timeout: timeout.ms, retries, signal: io.signal });
  } catch (error) {
    if (!(error instanceof ZMQError) || error.code !== 'EAGAIN') throw error;
    throw unanswered(session, { timeout, replies: 1 }, 0);
  }
}
