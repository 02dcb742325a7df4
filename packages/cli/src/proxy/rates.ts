import { jsonLine } from '../output/json-line.js';
import type { Snapshot } from './snapshot.js';

/** What has passed between two snapshots, in one direction. */
interface Passed {
  readonly messages: number;
  readonly bytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** The line of `--stats`: what has passed since the snapshot before. */
export function ratesLine(before: Snapshot, now: Snapshot, isJSON: boolean): string {
  // No clock has run backward, and none has stood still: a rate is a number.
  const seconds = Math.max(now.time - before.time, 1) / 1000;
  const [forward, backward] = [passed('back', before, now, seconds), passed('front', before, now, seconds)];
  const dropped = total(now) - total(before);
  const [front = 0, back = 0] = now.sockets.map(({ peers }) => peers);
  const t = new Date(now.time).toISOString();
  if (isJSON) {
    const peers = { front, back };
    return jsonLine({ t, seconds, forward, backward, dropped: now.dropped, peers, paused: now.paused });
  }
  const parts = [
    `forward ${rateText(forward)}`,
    `backward ${rateText(backward)}`,
    `dropped ${dropped}`,
    `peers ${front} front, ${back} back`,
    ...(now.paused ? ['paused'] : []),
  ];
  return `${t}  ${parts.join('; ')}`;
}

function passed(to: 'front' | 'back', before: Snapshot, now: Snapshot, seconds: number): Passed {
  const [old, young] = [before, now].map(({ sockets }) => sockets.find(({ name }) => name === to));
  const messages = (young?.messagesSent ?? 0) - (old?.messagesSent ?? 0);
  const bytes = (young?.bytesSent ?? 0) - (old?.bytesSent ?? 0);
  return {
    messages,
    bytes,
    messagesPerSecond: rounded(messages / seconds),
    bytesPerSecond: rounded(bytes / seconds),
  };
}

function total({ dropped }: Snapshot): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

function rateText({ messagesPerSecond, bytesPerSecond }: Passed): string {
  return `${messagesPerSecond} messages/s, ${bytesPerSecond} bytes/s`;
}

function rounded(rate: number): number {
  return Math.round(rate * 10) / 10;
}
