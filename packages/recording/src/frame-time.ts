import { ZMQError } from '@zeromq-ts/core';
import { parseTime } from './clock.js';

/** Microseconds in a unit. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000_000, ms: 1000, us: 1, ns: 0.001 };

const SPEC = /^(\d{1,6}):(?:(iso)|(?:(u64be|u64le)-)?(s|ms|us|ns))$/u;

/** Reads a time from a message: microseconds since 1970, or `undefined` when there is none. */
export type FrameTime = (frames: readonly Uint8Array[]) => number | undefined;

/**
 * Makes a function that reads from a frame of a message when the message was published.
 *
 * @param spec The number of the frame, from 0, and how the time is written: `1:iso` (ISO 8601 with zone), `1:s`, `1:ms`,
 * `1:us`, `1:ns` (digits; decimals allowed), or `1:u64be-ns`, `1:u64le-us`, … (8 bytes).
 * @throws ZMQError `EINVAL` for anything else.
 *
 * @example
 * ```ts
 * import { frameTime } from '@zeromq-ts/recording';
 *
 * const published = frameTime('1:ms');
 * console.log(published([Buffer.from('topic'), Buffer.from('1764141014725')])); // 1764141014725000
 * ```
 */
export function frameTime(spec: string): FrameTime {
  const match = SPEC.exec(spec);
  if (match === null) {
    throw new ZMQError(
      'EINVAL',
      `${JSON.stringify(spec)} says no frame with a time: write FRAME:FORMAT, such as 1:ms, with iso, s, ms, us, ns, or ` +
        'u64be- or u64le- before one of the units.',
    );
  }
  const frame = Number(match[1]);
  const perUnit = UNITS[match[4] ?? ''] ?? 1;
  const read = match[2] === 'iso' ? isoTime : match[3] === undefined ? digits(perUnit) : integer(match[3], perUnit);
  return (frames) => {
    const bytes = frames[frame];
    const time = bytes === undefined ? undefined : read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return time !== undefined && time >= 0 && time <= Number.MAX_SAFE_INTEGER ? Math.round(time) : undefined;
  };
}

function isoTime(bytes: Buffer): number | undefined {
  return bytes.length <= 40 ? parseTime(bytes.toString('latin1')) : undefined;
}

function digits(perUnit: number): (bytes: Buffer) => number | undefined {
  return (bytes) => {
    const text = bytes.length <= 40 ? bytes.toString('latin1').trim() : '';
    return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) * perUnit : undefined;
  };
}

function integer(order: string, perUnit: number): (bytes: Buffer) => number | undefined {
  return (bytes) => {
    if (bytes.length !== 8) return undefined;
    return Number(order === 'u64be' ? bytes.readBigUInt64BE() : bytes.readBigUInt64LE()) * perUnit;
  };
}
