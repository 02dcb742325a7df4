import { CommandError } from '../errors/command-error.js';
import type { Parsed } from '../grammar/parsed.js';
import { type CommandIO, Interrupted, withSignal } from '../io.js';
import { checkFrameFiles } from '../messages/argument-frames.js';
import { type OpenedSocket, openSocket } from '../sockets/open-socket.js';
import type { SocketType } from '../sockets/socket-type.js';
import { hintOfShortTime } from './short-time.js';
import { TimeLimits, TimeOver } from './time-limits.js';

/** A command with its socket and its time. */
export interface Session extends OpenedSocket {
  readonly limits: TimeLimits;
  /** The streams of the command, with a signal that the time limits abort, too. */
  readonly io: CommandIO;
}

/** What differs between commands. */
export interface SessionOptions {
  /** Options for the constructor, below those of flags. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Whether a refused handshake ends it: it needs this one peer. With `--fail-fast` every command does. */
  readonly needsPeer?: boolean | undefined;
  /** The time, if it has begun before: what began it stops it. Default: it begins here. */
  readonly limits?: TimeLimits | undefined;
  /** Called before the socket is bound or connected. What it rejects with ends the command. */
  readonly onOpen?: (() => Promise<void>) | undefined;
}

/**
 * Opens the socket of a command, and does what the command is. The socket is closed at the end in any case.
 *
 * @throws What has ended the command; a time limit as a CommandError with exit code 3.
 */
export async function withSession(
  parsed: Parsed,
  type: SocketType,
  io: CommandIO,
  options: SessionOptions,
  act: (session: Session) => Promise<number>,
): Promise<number> {
  const { flags, endpoints } = parsed;
  await checkFrameFiles(flags);
  const limits = options.limits ?? new TimeLimits(flags, io);
  const ends = flags.boolean('fail-fast') || (options.needsPeer === true && endpoints.length === 1);
  const onRefused = ends ? (error: CommandError): void => limits.end(error) : undefined;
  let opened: OpenedSocket | undefined;
  try {
    const limited = withSignal(io, limits.signal);
    const { defaults, onOpen } = options;
    opened = await openSocket(parsed, type, limited, { defaults, onRefused, onOpen });
    const code = await act({ ...opened, limits, io: limited });
    const { reason } = limits.signal as { reason: unknown };
    if (reason instanceof CommandError) throw reason;
    return code;
  } catch (error) {
    throw endOfSession(error, limits.signal, opened?.lastError());
  } finally {
    if (options.limits === undefined) limits.stop();
    await opened?.socket.close({ linger: 0 });
  }
}

/**
 * A call that was aborted rejects with the reason of the signal, or because of it.
 *
 * @param lastError What has kept the socket from a peer: the cause when the time is over.
 */
export function endOfSession(error: unknown, { aborted, reason }: AbortSignal, lastError?: Error): unknown {
  if (!aborted || (error instanceof CommandError && error !== reason)) return error;
  if (reason instanceof TimeOver)
    return new CommandError('timeout', reason.message, {
      code: 'ETIMEDOUT',
      cause: lastError,
      hint: hintOfShortTime(reason.time),
    });
  return reason instanceof Interrupted || reason instanceof CommandError ? reason : error;
}
