import type { Message } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { ZMQRequest } from '@zeromq-ts/reqrep';
import { CommandError } from '../../errors/command-error.js';
import { atPace, messagesToSend } from '../../exchange/send-messages.js';
import { type Session, withSession } from '../../exchange/session.js';
import { summarize } from '../../exchange/summary.js';
import { MessageWriter } from '../../exchange/write-messages.js';
import { exitCode } from '../../exit-codes.js';
import type { Flags, Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { argumentFrames, hasArgumentFrames } from '../../messages/argument-frames.js';
import { Report } from '../../output/report.js';

export async function run(parsed: Parsed, io: CommandIO): Promise<number> {
  const { flags } = parsed;
  if (flags.number('count') === 0) return exitCode('done');
  const writer = await MessageWriter.from(parsed, io, new Report(flags, io));
  // Before anything is opened: a frame may be malformed.
  if (hasArgumentFrames(parsed) && flags.list('file').length === 0) await argumentFrames(parsed, io);
  // Its time limit is that of each reply.
  return withSession(
    { ...parsed, flags: flags.without('timeout') },
    'REQ',
    io,
    { needsPeer: true },
    async (session) => {
      const messages = messagesToSend(parsed, session.io, session);
      await atPace(messages, parsed, session.io.signal, async ({ frames }) => {
        await writer.write(await ask(session, [...frames], flags));
      });
      await writer.end();
      await session.socket.close();
      summarize(session, flags.boolean('stats'));
      return exitCode('done');
    },
  );
}

async function ask({ socket, io, hadPeer, lastError }: Session, frames: Uint8Array[], flags: Flags): Promise<Message> {
  const timeout = flags.number('timeout') ?? Infinity;
  const retries = flags.number('retries') ?? 0;
  try {
    return await (socket as unknown as ZMQRequest).request(frames, { timeout, retries, signal: io.signal });
  } catch (error) {
    if (!(error instanceof ZMQError) || error.code !== 'EAGAIN') throw error;
    if (hadPeer()) {
      throw new CommandError('timeout', `A peer was there, and has not replied in ${timeout} ms.`, {
        code: 'EAGAIN',
        hint: '--timeout waits longer, --retries asks again',
      });
    }
    throw new CommandError('unreachable', `No peer was there in ${timeout} ms.`, {
      code: 'EHOSTUNREACH',
      cause: lastError(),
      hint: 'is the other side running and bound? zmq probe says what is there',
    });
  }
}
