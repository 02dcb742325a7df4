import { ZMQError } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { argumentFrames, hasArgumentFrames } from '../messages/argument-frames.js';
import type { InputMessage } from '../messages/input-message.js';
import { readMessages } from '../messages/read-messages.js';
import { Report } from '../output/report.js';
import { closeSockets } from './close-sockets.js';
import { endOfReceiver } from './end-of-receiver.js';
import { receiveMessages } from './receive-messages.js';
import { atPace } from './send-messages.js';
import { type Session, withSession } from './session.js';
import { summarize } from './summary.js';
import { waitForPeers } from './wait-for-peers.js';
import { MessageWriter } from './write-messages.js';

/** What differs between the types that send and receive. */
export interface TwoWayOptions {
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Called with the socket before anything is sent. */
  readonly prepare?: ((session: Session) => void) | undefined;
  /** The frames that are sent for a message. */
  readonly address?: ((message: InputMessage) => readonly Uint8Array[]) | undefined;
}

/**
 * Sends the arguments or stdin, and prints what arrives: DEALER, ROUTER, PAIR, XPUB and XSUB. The end of stdin does not end
 * it: `--count`, `--timeout`, `--idle` or a signal does.
 */
export async function runTwoWay(
  parsed: Parsed,
  io: CommandIO,
  type: 'DEALER' | 'ROUTER' | 'PAIR' | 'XPUB' | 'XSUB',
  { defaults, prepare, address = ({ frames }) => frames }: TwoWayOptions = {},
): Promise<number> {
  const { flags } = parsed;
  const most = flags.number('count') ?? Infinity;
  const writer = await MessageWriter.from(parsed, io, new Report(flags, io));
  const fixed = hasArgumentFrames(parsed) ? await argumentFrames(parsed, io) : undefined;
  return withSession(parsed, type, io, { defaults, needsPeer: fixed !== undefined }, async (session) => {
    const { socket, limits, report } = session;
    prepare?.(session);
    const enough = new AbortController();
    const signal = AbortSignal.any([limits.signal, enough.signal]);

    const send = async (): Promise<void> => {
      // A socket that waits for peers to come, or for lines to be typed, does not give up.
      await waitForPeers(parsed, session, signal, fixed?.[0], fixed === undefined);
      await atPace(inputOf(fixed, parsed, session, signal), parsed, signal, async (message) => {
        try {
          await socket.send([...address(message)], { signal });
        } catch (error) {
          if (fixed !== undefined || !(error instanceof ZMQError) || error.code !== 'EHOSTUNREACH') throw error;
          report.warn(error.message);
        }
      });
    };
    const receive = async (): Promise<void> => {
      await receiveMessages(socket, writer, limits, most);
      enough.abort();
    };
    const sending = send().then(
      () => undefined,
      (error: unknown) => {
        if (!signal.aborted) limits.end(error as Error);
        return fixed !== undefined && error instanceof CommandError ? error : undefined;
      },
    );
    await receive();
    const unsent = await sending;
    await writer.end();
    const left = await closeSockets([socket], report, limits);
    summarize(session, flags.boolean('stats'));
    const { reason } = limits.signal as { reason: unknown };
    if (reason instanceof Error && !limits.isOver) throw reason;
    // No peer has come for what was to be sent.
    if (limits.isOver && unsent !== undefined) throw unsent;
    if (left > 0) return exitCode('timeout');
    return most === 0 ? exitCode('done') : endOfReceiver(writer.count, flags.number('count'), session);
  });
}

async function* inputOf(
  fixed: readonly Uint8Array[] | undefined,
  parsed: Parsed,
  { io, report }: Session,
  signal: AbortSignal,
): AsyncGenerator<InputMessage, void, undefined> {
  if (fixed !== undefined) yield { frames: fixed };
  else if (!parsed.flags.boolean('no-input')) {
    const { stdout, stderr, env, stdin } = io;
    yield* readMessages(parsed, { stdin, stdout, stderr, env, signal }, report);
  }
}
