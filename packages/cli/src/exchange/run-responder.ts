import type { Message } from '@zeromq-ts/core';
import { messageOfSharedFrames } from '@zeromq-ts/core/spi';
import { CommandError, UsageError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { argumentFrames, hasArgumentFrames } from '../messages/argument-frames.js';
import { readMessages } from '../messages/read-messages.js';
import { Report } from '../output/report.js';
import { closeSockets } from './close-sockets.js';
import { endOfReceiver } from './end-of-receiver.js';
import { pause } from './pause.js';
import { MessageProgram } from './run-program.js';
import { type Session, withSession } from './session.js';
import { summarize } from './summary.js';
import { MessageWriter } from './write-messages.js';

/** Makes the reply to a request; `undefined` when there is none, and the command ends. */
type Responder = (request: Message, n: number) => Promise<readonly Uint8Array[] | undefined>;

/** Answers each request: REP, and ROUTER with `--exec`. */
export async function runResponder(given: Parsed, io: CommandIO, type: 'REP' | 'ROUTER'): Promise<number> {
  const parsed = withReplyFrames(given);
  const { flags } = parsed;
  const most = flags.number('count') ?? Infinity;
  if (most === 0) return exitCode('done');
  const modes = [flags.boolean('echo'), flags.list('exec').length > 0, hasArgumentFrames(parsed)];
  if (modes.filter(Boolean).length > 1)
    throw new UsageError(
      'A reply is the given frames, the request (--echo), or what a program prints (--exec): choose one.',
    );
  const program = MessageProgram.from(flags, io);
  const printer = await MessageWriter.from(parsed, io, new Report(flags, io), false);
  const failEvery = flags.number('fail-every');
  // A REP takes no further request before it has replied: a ROUTER can leave one without a reply.
  const opened = failEvery === undefined ? type : 'ROUTER';
  return withSession(parsed, opened, io, {}, async (session) => {
    const { socket, limits, report } = session;
    const respond = await responderOf(parsed, session, program);
    let taken = 0;
    for await (const message of socket.messages({ signal: limits.signal })) {
      const request = opened === type ? message : withoutEnvelope(message);
      // As a REP does.
      if (request === undefined) continue;
      limits.touch();
      if (program === undefined) await printer.write(request);
      await pause(flags.number('delay') ?? 0, limits.signal);
      if (failEvery !== undefined && (taken + 1) % failEvery === 0) {
        report.event('unanswered', `request ${taken + 1} gets no reply`, { n: taken + 1 });
      } else {
        const reply = await respond(request, taken + 1);
        if (reply === undefined) break;
        await socket.send(opened === 'ROUTER' ? [...envelopeOf(message, type), ...reply] : [...reply]);
      }
      taken += 1;
      if (taken >= most) break;
    }
    await printer.end();
    const left = await closeSockets([socket], report, limits);
    summarize(session, flags.boolean('stats'));
    return left > 0 ? exitCode('timeout') : endOfReceiver(taken, flags.number('count'), session);
  });
}

/** `--reply FRAME` is another way to give the frames. */
function withReplyFrames(given: Parsed): Parsed {
  const frames = given.flags.list('reply');
  if (frames.length === 0) return given;
  if (hasArgumentFrames(given)) throw new UsageError('The reply is given as arguments, or with --reply: choose one.');
  return { ...given, words: frames };
}

async function responderOf(parsed: Parsed, session: Session, program: MessageProgram | undefined): Promise<Responder> {
  const { flags } = parsed;
  const { io, report } = session;
  if (program !== undefined) return programResponder(program, session, flags.text('on-error') === 'skip');
  if (flags.boolean('echo')) return async (request) => request.frames;
  if (hasArgumentFrames(parsed)) {
    const frames = await argumentFrames(parsed, io);
    return async () => frames;
  }
  const lines = readMessages(parsed, io, report);
  return async () => {
    const { done, value } = await lines.next();
    return done === true ? undefined : value.frames;
  };
}

function programResponder(program: MessageProgram, { report, limits }: Session, skips: boolean): Responder {
  return async (request, n) => {
    try {
      return [await program.run(request.body ?? request, n, limits.signal)];
    } catch (error) {
      if (!skips || !(error instanceof CommandError)) throw error;
      report.warn(error.message);
      // A REP owes a reply: an empty one.
      return [Buffer.alloc(0)];
    }
  };
}

/** For a ROUTER, the routing id, and the empty frame of a REQ; for a REP, all up to the first empty frame (RFC 28). */
function envelopeOf(message: Message, type: 'REP' | 'ROUTER'): Uint8Array[] {
  const frames = [...message];
  if (type === 'REP') return frames.slice(0, delimiterOf(frames) + 1);
  const isDelimited = frames.length > 2 && frames[1]?.length === 0;
  return frames.slice(0, isDelimited ? 2 : 1);
}

/** What a REP receives; `undefined` for what is no request. */
function withoutEnvelope(message: Message): Message | undefined {
  const frames = [...message];
  const end = delimiterOf(frames);
  return end === -1 || end === frames.length - 1
    ? undefined
    : messageOfSharedFrames(frames.slice(end + 1), message.peer);
}

/** Where the envelope ends; the routing id comes first. */
function delimiterOf(frames: readonly Uint8Array[]): number {
  return frames.findIndex((frame, index) => index > 0 && frame.length === 0);
}
