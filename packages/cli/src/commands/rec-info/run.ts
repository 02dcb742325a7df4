import { describeRecording, type RecordingDescription } from '@zeromq-ts/recording';
import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { jsonLine } from '../../output/json-line.js';
import { printable } from '../../output/printable.js';
import { Report } from '../../output/report.js';
import { openRecordings } from '../../recordings/open-recordings.js';

export async function run({ flags, words }: Parsed, io: CommandIO): Promise<number> {
  const report = new Report(flags, io);
  const recordings = await openRecordings(words, flags, io, report);
  const found = await describeRecording(recordings.entries());
  io.stdout.write(flags.boolean('json') ? `${jsonLine(asJSON(found))}\n` : asText(found));
  return exitCode('done');
}

function asJSON(found: RecordingDescription): object {
  return {
    ...found,
    first: isoTime(found.first),
    last: isoTime(found.last),
    duration: found.duration / 1e6,
    rate: rateOf(found),
    gaps: found.gaps.map(({ at, duration }) => ({ at: isoTime(at), duration: duration / 1e6 })),
    topics: found.topics.map(({ topic, count }) => ({ topic: printable(topic), count })),
  };
}

function asText(found: RecordingDescription): string {
  const rows: (readonly [string, string])[] = [
    ['types', found.types.map((type) => printable(type)).join(', ')],
    ['endpoints', found.endpoints.map((endpoint) => printable(endpoint)).join(', ') || '-'],
    ['parts', String(found.segments)],
    ['messages', `${found.messages} (${found.bytes} bytes, largest ${found.largest})`],
    ['dropped', `${found.dropped}${found.droppedEvents === 0 ? '' : `, and ${found.droppedEvents} events`}`],
    ['first', isoTime(found.first) ?? '-'],
    ['last', isoTime(found.last) ?? '-'],
    ['duration', `${(found.duration / 1e6).toFixed(6)} s, ${rateOf(found)} messages/s`],
    ['bad times', String(found.badTimes)],
    ['cut off', found.cutOff ? 'yes' : 'no'],
    ...found.topics.map(({ topic, count }) => ['topic', `${count} × ${printable(topic)}`] as const),
    ...found.gaps.map(
      ({ at, duration }) => ['pause', `${(duration / 1e6).toFixed(6)} s after ${isoTime(at)}`] as const,
    ),
    ...Object.entries(found.events).map(([name, count]) => ['event', `${count} × ${printable(name)}`] as const),
  ];
  return rows.map(([name, value]) => `${name.padEnd(10)} ${value}\n`).join('');
}

function rateOf({ messages, duration }: RecordingDescription): number {
  return duration === 0 ? 0 : Math.round((messages * 1e8) / duration) / 100;
}

function isoTime(microseconds: number | undefined): string | undefined {
  if (microseconds === undefined) return undefined;
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}
