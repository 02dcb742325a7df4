import { performance } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { argumentFrames, hasArgumentFrames } from '../messages/argument-frames.js';
import type { InputMessage } from '../messages/input-message.js';
import { readMessages } from '../messages/read-messages.js';
import type { OpenedSocket } from '../sockets/open-socket.js';
import { closeSockets } from './close-sockets.js';
import { pause } from './pause.js';
import { hintOfShortTime } from './short-time.js';
import { type TimeLimits, TimeOver } from './time-limits.js';

/** What is to be sent: the arguments, as often as `--count` says, or else stdin. */
export async function* messagesToSend(
  parsed: Parsed,
  io: CommandIO,
  { report }: OpenedSocket,
): AsyncGenerator<InputMessage, void, undefined> {
  const { flags } = parsed;
  const most = flags.number('count') ?? Infinity;
  if (most === 0) return;
  if (!hasArgumentFrames(parsed)) {
    let n = 0;
    for await (const message of readMessages(parsed, io, report)) {
      yield message;
      n += 1;
      if (n >= most) return;
    }
    return;
  }
  const frames = await argumentFrames(parsed, io);
  // Not loaded at every start.
  const template = flags.boolean('template') ? await import('../messages/template.js') : undefined;
  const times = flags.number('count') ?? (flags.given('interval') ? Infinity : 1);
  for (let n = 1; n <= times; n++) {
    yield {
      frames: template === undefined ? frames : frames.map((frame) => template.expandTemplate(frame, n, io.env)),
    };
  }
}

/** Gives messages to `send`, at the pace of `--interval`, after `--delay`. */
export async function atPace(
  messages: AsyncIterable<InputMessage>,
  { flags }: Parsed,
  signal: AbortSignal,
  send: (message: InputMessage) => Promise<unknown> | undefined,
): Promise<number> {
  const interval = flags.number('interval') ?? 0;
  await pause(flags.number('delay') ?? 0, signal);
  const start = performance.now();
  let sent = 0;
  for await (const message of messages) {
    // Against absolute times: a late message does not make all that follow late.
    if (interval > 0 && sent > 0) await pause(start + sent * interval - performance.now(), signal);
    if (signal.aborted) break;
    const sending = send(message);
    if (sending !== undefined) await sending;
    sent += 1;
  }
  return sent;
}

/** Closes a socket that has sent, and waits for what is not handed over. @returns The exit code: 3 when messages are left. */
export async function finishSending({ socket, report }: OpenedSocket, limits: TimeLimits): Promise<number> {
  const left = await closeSockets([socket], report, limits);
  limits.stop();
  return exitCode(left === 0 ? 'done' : 'timeout');
}

/**
 * Says that the time was over before all was sent: call it before the socket is closed, which has a time of its own.
 *
 * @returns The error to end with, exit code 3; `undefined` when the time is not over.
 */
export function endOfSender(sent: number, { signal }: TimeLimits): CommandError | undefined {
  const { reason } = signal as { reason: unknown };
  if (!(reason instanceof TimeOver)) return undefined;
  const messages = sent === 1 ? '1 message was' : `${sent} messages were`;
  return new CommandError('timeout', `${reason.message.replace(/\.$/u, '')}: ${messages} sent.`, {
    code: 'ETIMEDOUT',
    hint: hintOfShortTime(reason.time),
  });
}
