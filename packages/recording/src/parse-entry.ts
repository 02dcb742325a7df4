import { parseTime } from './clock.js';
import type { HeaderEntry, JSONValue, RecordingEntry } from './entries.js';
import { RECORDING_VERSION } from './entries.js';
import { checkValues } from './line-values.js';
import { RecordingError } from './recording-error.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * An entry from its line. Members that are not known are ignored.
 *
 * @throws RecordingError that names the line and what is wrong with it.
 */
export function parseEntry(text: string, line: number): RecordingEntry {
  checkValues(text, line);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordingError('EINVAL', line, `it is not JSON: ${excerpt(text)}`, cause);
  }
  if (!isObject(value)) throw new RecordingError('EINVAL', line, `it is not a JSON object: ${excerpt(text)}`);
  const frames = member(value, 'f');
  if (frames !== undefined) return parseMessage(value, frames, line);
  const header = member(value, 'zmqrec');
  if (header !== undefined) return parseHeader(value, header, line);
  const event = member(value, 'e');
  if (event !== undefined) return parseEvent(value, event, line);
  const end = member(value, 'end');
  if (end !== undefined) return parseEnd(end, line);
  throw new RecordingError('EINVAL', line, `it is neither a header, nor a message ("f"), an event ("e") or the end.`);
}

function parseHeader(value: Members, version: unknown, line: number): HeaderEntry {
  if (version !== RECORDING_VERSION) {
    throw new RecordingError(
      'ENOTSUP',
      line,
      `this recording has version ${excerpt(JSON.stringify(version))}; version ${RECORDING_VERSION} is known here.`,
    );
  }
  const started = member(value, 'started');
  const startedAt = typeof started === 'string' ? parseTime(started) : undefined;
  if (typeof started !== 'string' || startedAt === undefined) {
    throw new RecordingError(
      'EINVAL',
      line,
      'the header says no time in "started", such as 2026-11-26T07:10:14.725287Z.',
    );
  }
  const type = member(value, 'type');
  if (typeof type !== 'string') throw new RecordingError('EINVAL', line, 'the header has no socket type in "type".');
  const endpoints = member(value, 'endpoints');
  const topics = member(value, 'topics');
  const options = member(value, 'options');
  const tool = member(value, 'tool');
  const seq = member(value, 'seq');
  return {
    kind: 'header',
    started,
    startedAt,
    type,
    endpoints: isTexts(endpoints) ? endpoints : [],
    topics: isTexts(topics) ? topics : undefined,
    options: isObject(options) ? (options as Record<string, JSONValue>) : undefined,
    tool: typeof tool === 'string' ? tool : undefined,
    seq: typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : undefined,
  };
}

function parseMessage(value: Members, list: unknown, line: number): RecordingEntry {
  if (!Array.isArray(list)) throw new RecordingError('EINVAL', line, '"f" is not an array of frames.');
  if (list.length === 0) {
    throw new RecordingError('EINVAL', line, 'a message has at least one frame, and "f" is empty.');
  }
  const frames: Uint8Array[] = [];
  for (let index = 0; index < list.length; index++) frames.push(parseFrame(list[index], `frame ${index}`, line));
  const direction = member(value, 'd');
  if (direction !== undefined && direction !== 'in' && direction !== 'out') {
    throw new RecordingError('EINVAL', line, '"d" is "in" or "out".');
  }
  const routingId = member(value, 'i');
  const group = member(value, 'g');
  if (group !== undefined && typeof group !== 'string')
    throw new RecordingError('EINVAL', line, '"g" is not a string.');
  return {
    kind: 'message',
    time: timeOf(value, 't', line),
    frames,
    direction,
    routingId: routingId === undefined ? undefined : parseFrame(routingId, 'the routing id', line),
    group,
    peer: peerOf(value, line),
    published: timeOf(value, 'x', line),
  };
}

function parseEvent(value: Members, event: unknown, line: number): RecordingEntry {
  if (typeof event !== 'string') throw new RecordingError('EINVAL', line, '"e" is not the name of an event.');
  const { t: _t, e: _e, p: _p, ...details } = value;
  return {
    kind: 'event',
    time: timeOf(value, 't', line),
    event,
    peer: peerOf(value, line),
    details: details as Readonly<Record<string, JSONValue>>,
  };
}

function parseEnd(end: unknown, line: number): RecordingEntry {
  if (!isObject(end)) throw new RecordingError('EINVAL', line, '"end" is not an object.');
  const count = (name: string): number => {
    const value = member(end, name) ?? 0;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw new RecordingError('EINVAL', line, `"${name}" is not a whole number from 0.`);
  };
  const reason = member(end, 'reason');
  const droppedEvents = count('droppedEvents');
  return {
    kind: 'end',
    time: timeOf(end, 't', line),
    count: count('count'),
    dropped: count('dropped'),
    ...(droppedEvents === 0 ? {} : { droppedEvents }),
    bytes: count('bytes'),
    reason: typeof reason === 'string' ? reason : '',
  };
}

/** A frame, which is what was recorded, or an error; never something else. */
function parseFrame(value: unknown, what: string, line: number): Uint8Array {
  if (typeof value === 'string') {
    if (!isWellFormed(value)) {
      throw new RecordingError('EINVAL', line, `${what} has half of a surrogate pair, which is no UTF-8.`);
    }
    return Buffer.from(value);
  }
  const base64 = isObject(value) ? member(value, 'base64') : undefined;
  if (typeof base64 !== 'string') {
    throw new RecordingError('EINVAL', line, `${what} is neither a string nor { "base64": "…" }.`);
  }
  const bytes = Buffer.from(base64, 'base64');
  // It has left out what is no base64.
  if (bytes.toString('base64') === base64) return bytes;
  throw new RecordingError('EINVAL', line, `${what} is not base64: ${excerpt(base64)}`);
}

/** A time that cannot be one means "at once"; another type than a number is a mistake. */
function timeOf(value: Members, name: string, line: number): number | undefined {
  const time = member(value, name);
  if (time === undefined || time === null) return undefined;
  if (typeof time !== 'number') throw new RecordingError('EINVAL', line, `"${name}" is not a number of microseconds.`);
  return Number.isFinite(time) && time >= 0 && time <= Number.MAX_SAFE_INTEGER ? Math.round(time) : undefined;
}

function peerOf(value: Members, line: number): number | undefined {
  const peer = member(value, 'p');
  if (peer === undefined) return undefined;
  if (typeof peer === 'number' && Number.isSafeInteger(peer) && peer >= 0) return peer;
  throw new RecordingError('EINVAL', line, '"p" is not the number of a peer.');
}

/** Newer than the types that this is compiled with. */
const isWellFormed = (text: string): boolean => (text as unknown as { isWellFormed(): boolean }).isWellFormed();

/** What the object itself has: nothing of its prototype. */
function member(value: Members, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

const excerpt = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
