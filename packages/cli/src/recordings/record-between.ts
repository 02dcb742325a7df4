import type { Message } from '@zeromq-ts/core';
import { framesInPlace } from '@zeromq-ts/core/spi';
import { ZMQProxy } from '@zeromq-ts/proxy';
import {
  frameTime,
  type RecordingHeaderInput,
  type RecordingSummary,
  type RecordingWriter,
} from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import { closeSockets } from '../exchange/close-sockets.js';
import type { TimeLimits } from '../exchange/time-limits.js';
import type { Parsed } from '../grammar/parsed.js';
import { type CommandIO, withSignal } from '../io.js';
import { Report } from '../output/report.js';
import { KINDS, type Kind } from '../proxy/kinds.js';
import { handOutEndpoints } from '../sockets/announce-endpoint.js';
import {
  announceSides,
  bindingUnlessTold,
  type OpenedSide,
  openSides,
  peersOf,
  type PeersOfSides,
  type Side,
} from '../sockets/one-side.js';
import { beginRecording, openOutput, outputFor } from './open-writer.js';
import { StatusLine } from './status-line.js';

/** What was recorded, how many messages the proxy has not handed over, and whether peers were there. */
export interface RecordedBetween {
  readonly summary: RecordingSummary;
  readonly left: number;
  readonly peers: PeersOfSides;
}

/**
 * Records what passes between two endpoints: a proxy with a copy of every message. When the disk is too slow, the proxy
 * reads nothing more until there is room, unless `--on-full drop` is given.
 */
export async function recordBetween(parsed: Parsed, io: CommandIO, limits: TimeLimits): Promise<RecordedBetween> {
  const { flags } = parsed;
  const sides = sidesOf(parsed);
  const published = flags.text('time-from') === undefined ? undefined : frameTime(flags.text('time-from') ?? '');
  const onRefused = flags.boolean('fail-fast') ? (error: Error): void => limits.end(error) : undefined;
  const output = outputFor(flags, io);
  let sockets: readonly OpenedSide['socket'][] = [];
  try {
    // First: no message is taken that cannot be written. When nothing comes of it, the file is left as it was.
    await openOutput(output, flags);
    const opened = await openSides(parsed, sides, withSignal(io, limits.signal), onRefused);
    sockets = opened.map(({ socket }) => socket);
    const writer = beginRecording(output, headerOf(opened, parsed), 'block', flags);
    const stop = new AbortController();
    const end = (): void => stop.abort();
    for (const each of [limits.signal, writer.failed]) {
      each.addEventListener('abort', end);
      if (each.aborted) end();
    }
    const status = new StatusLine(io, flags, () => `recorded ${writer.count}, dropped ${writer.dropped}`);
    const most = flags.number('count') ?? Infinity;
    let left: number;
    try {
      await forward(opened, { writer, published, most, stop, parsed, io });
      left = await closeSockets(sockets, new Report(flags, io), limits);
    } catch (error) {
      await writer.end('error').catch(() => {});
      throw error;
    } finally {
      status.end();
      for (const each of [limits.signal, writer.failed]) each.removeEventListener('abort', end);
    }
    return { summary: await writer.end(writer.count >= most ? 'count' : 'aborted'), left, peers: peersOf(opened) };
  } finally {
    await Promise.all(sockets.map((socket) => socket.close({ linger: 0 })));
    await output.close();
  }
}

function sidesOf({ flags, endpoints }: Parsed): readonly Side[] {
  const [first, second, another] = endpoints;
  if (first === undefined || second === undefined || another !== undefined) {
    throw new UsageError('--between needs two endpoints: where clients come, and where servers do.');
  }
  const { front, back } = KINDS[flags.text('kind') ?? 'queue'] as Kind;
  const secured = flags.text('secure');
  return [
    { name: 'front', type: front, endpoints: [bindingUnlessTold(first)], isSecure: secured !== 'back' },
    { name: 'back', type: back, endpoints: [bindingUnlessTold(second)], isSecure: secured !== 'front' },
  ];
}

function headerOf(opened: readonly OpenedSide[], { flags }: Parsed): RecordingHeaderInput {
  const endpoints = opened.map(({ bound, side }) => bound[0] ?? side.endpoints[0]?.text ?? '');
  return { type: 'PROXY', endpoints, options: { kind: flags.text('kind') ?? 'queue' } };
}

interface Forwarding {
  readonly writer: RecordingWriter;
  readonly published: ReturnType<typeof frameTime> | undefined;
  readonly most: number;
  readonly stop: AbortController;
  readonly parsed: Parsed;
  readonly io: CommandIO;
}

/** Runs the proxy until it is stopped. */
async function forward(
  opened: readonly OpenedSide[],
  { writer, published, most, stop, parsed, io }: Forwarding,
): Promise<void> {
  const [front, back] = opened.map(({ socket }) => socket) as [OpenedSide['socket'], OpenedSide['socket']];
  const capture = (message: Message, direction: 'forward' | 'backward'): void => {
    if (stop.signal.aborted) return;
    const { routingId } = message;
    const all = framesInPlace(message);
    const frames = routingId === undefined ? all : all.slice(1);
    writer.frames(frames, writer.time, {
      direction: direction === 'forward' ? 'in' : 'out',
      routingId,
      published: published?.(frames),
    });
    if (writer.count >= most) stop.abort();
    if (writer.full && writer.onFull === 'block') void waitForRoom();
  };
  const proxy = new ZMQProxy(front, back, { capture });
  const { report } = opened[0] as OpenedSide;
  proxy.on('error', (error) => report.event('dropped', `dropped 1: ${String(error)}`, { reason: 'error' }));
  const waitForRoom = async (): Promise<void> => {
    if (proxy.paused) return;
    await proxy.pause();
    // A writer that has failed ends the command.
    await writer.room().catch(() => stop.abort());
    proxy.resume();
  };
  const running = proxy.run();
  try {
    await handOutEndpoints(
      opened.flatMap(({ bound }) => bound),
      parsed,
      io,
    );
    announceSides(opened);
    await Promise.race([running, ended(stop.signal)]);
  } finally {
    await proxy.stop();
  }
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
}
