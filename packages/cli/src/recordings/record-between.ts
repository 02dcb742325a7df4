import type { Message } from '@zeromq-ts/core';
import { framesInPlace } from '@zeromq-ts/core/spi';
import { forwarder, queue, streamer } from '@zeromq-ts/proxy';
import { frameTime, type RecordingSummary } from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Report } from '../output/report.js';
import { securityOptionsFrom } from '../sockets/security-options.js';
import { socketOptionsFrom } from '../sockets/socket-options.js';
import { openWriter } from './open-writer.js';
import { StatusLine } from './status-line.js';

const DEVICES = { queue, forwarder, streamer } as const;

/**
 * Records what passes between two endpoints: a proxy with a copy of every message. When the disk is too slow, the proxy
 * reads nothing more until there is room, unless `--on-full drop` is given.
 */
export async function recordBetween(parsed: Parsed, io: CommandIO, signal: AbortSignal): Promise<RecordingSummary> {
  const { flags, endpoints } = parsed;
  const report = new Report(flags, io);
  const [front, back, another] = endpoints.map(({ action, text }) => `${action === 'connect' ? '>' : '@'}${text}`);
  if (front === undefined || back === undefined || another !== undefined) {
    throw new UsageError('--between needs two endpoints: where clients come, and where servers do.');
  }
  const kind = (flags.text('kind') ?? 'queue') as keyof typeof DEVICES;
  const published = flags.text('time-from') === undefined ? undefined : frameTime(flags.text('time-from') ?? '');
  const most = flags.number('count') ?? Infinity;
  const writer = openWriter(
    { type: 'PROXY', endpoints: endpoints.map(({ text }) => text), options: { kind } },
    'block',
    flags,
    io,
  );
  const stop = new AbortController();
  const end = (): void => stop.abort();
  for (const each of [signal, writer.failed]) each.addEventListener('abort', end);
  const sockets = { ...socketOptionsFrom(flags), ...(await securityOptionsFrom(flags, io, report)) };
  let device: Awaited<ReturnType<(typeof DEVICES)[typeof kind]>>;
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
    if (writer.count >= most) end();
    if (writer.full && writer.onFull === 'block') void waitForRoom();
  };
  const waitForRoom = async (): Promise<void> => {
    if (device.proxy.paused) return;
    await device.proxy.pause();
    // A writer that has failed ends the command.
    await writer.room().catch(end);
    device.proxy.resume();
  };
  const status = new StatusLine(io, flags, () => `recorded ${writer.count}, dropped ${writer.dropped}`);
  try {
    device = await DEVICES[kind](front, back, { capture, sockets });
  } catch (error) {
    status.end();
    await writer.end('error').catch(() => {});
    throw error;
  }
  try {
    report.info(`front ${device.frontend.endpoint}`, 'listening', {
      side: 'front',
      endpoint: String(device.frontend.endpoint),
    });
    report.info(`back ${device.backend.endpoint}`, 'listening', {
      side: 'back',
      endpoint: String(device.backend.endpoint),
    });
    await ended(stop.signal);
  } finally {
    status.end();
    await device.close();
    for (const each of [signal, writer.failed]) each.removeEventListener('abort', end);
  }
  return writer.end(writer.count >= most ? 'count' : 'aborted');
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
}
