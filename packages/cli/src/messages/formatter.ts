import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { jsonLine } from '../output/json-line.js';
import { formatString, type Formatter } from './format-string.js';
import { hexDump } from './hex-dump.js';
import { frameToJSON, routingIdToJSON } from './json-message.js';
import { lengthPrefixed } from './length-prefixed.js';
import { isoTime, type Received, secondsText } from './received.js';
import { messageText } from './message-text.js';
import { unescapeText } from './unescape.js';

/** How messages are printed, as the flags say; `undefined` for `none`. @throws UsageError at the start, not at the first message. */
export function formatterOf(flags: Flags, { stdout }: Pick<CommandIO, 'stdout'>): Formatter | undefined {
  const format = flags.text('format');
  if (format !== undefined) return formatString(format);
  if (flags.boolean('only-size')) return ({ message }) => `${message.size}\n`;
  switch (flags.boolean('json') ? 'json' : (flags.text('output') ?? 'text')) {
    case 'none':
      return undefined;
    case 'json':
      return jsonFormatter(flags);
    case 'hex':
      return hexFormatter(flags);
    case 'length':
      return ({ message }) => lengthPrefixed([...message]);
    case 'raw':
      if (stdout.isTTY === true && !flags.boolean('force')) {
        throw new UsageError('Raw bytes could change your terminal: send them to a file or a pipe, or add --force.');
      }
      return rawFormatter(flags);
    default:
      return textFormatter(flags);
  }
}

function textFormatter(flags: Flags): Formatter {
  const head = flags.number('head') ?? Infinity;
  const hasTime = flags.boolean('timestamp');
  const hasDelta = flags.boolean('delta');
  return ({ message, time, before }) => {
    const prefix = `${hasTime ? `${isoTime(time)}\t` : ''}${hasDelta ? `${secondsText(time - before)}\t` : ''}`;
    return `${prefix}${messageText(message, head)}\n`;
  };
}

function rawFormatter(flags: Flags): Formatter {
  const delimiter = unescapeText(flags.text('delimiter') ?? '', '--delimiter');
  const terminator = unescapeText(flags.text('terminator') ?? '', '--terminator');
  return ({ message }) => {
    const parts: Uint8Array[] = [];
    for (const frame of message) parts.push(...(parts.length === 0 ? [frame] : [delimiter, frame]));
    return Buffer.concat([...parts, terminator]);
  };
}

function jsonFormatter(flags: Flags): Formatter {
  const hasBody = flags.boolean('json-body');
  const head = flags.number('head') ?? Infinity;
  const shown = (frame: Uint8Array): Uint8Array => (frame.length > head ? frame.subarray(0, head) : frame);
  return ({ message, n, time }) => {
    const { routingId, peer } = message;
    // With the empty frame of a REQ: a reply needs it.
    const frames = Array.from(routingId === undefined ? message : [...message].slice(1), (frame) =>
      frameToJSON(shown(frame)),
    );
    const found = {
      n,
      t: isoTime(time),
      ...(routingId === undefined ? {} : { routingId: routingIdToJSON(routingId) }),
      ...(peer?.address === undefined ? {} : { peer: peer.address }),
      ...withBody(frames, hasBody),
    };
    return `${jsonLine(found)}\n`;
  };
}

/** With `--json-body`, the last frame as JSON beside the frames before it; as it is when it is no JSON. */
function withBody(frames: readonly unknown[], hasBody: boolean): object {
  const last = frames.at(-1);
  if (!hasBody || typeof last !== 'string') return { frames };
  try {
    return { frames: frames.slice(0, -1), json: JSON.parse(last) as unknown };
  } catch {
    return { frames };
  }
}

function hexFormatter(flags: Flags): Formatter {
  const head = flags.number('head') ?? Infinity;
  return ({ message, n, time }: Received) => {
    const frames = Array.from(
      message,
      (frame, index) =>
        `frame ${index}, ${frame.length} bytes\n${hexDump(frame.length > head ? frame.subarray(0, head) : frame)}`,
    );
    return `message ${n}, ${isoTime(time)}\n${frames.join('')}`;
  };
}
