import { CommandError, UsageError } from '../errors/command-error.js';
import type { Flags, Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import type { Report } from '../output/report.js';
import type { InputMessage } from './input-message.js';
import { stdinChunks, wholeOf } from '../input/stdin.js';
import { readJSONLine } from './json-message.js';
import { readLengthPrefixed } from './length-prefixed.js';
import { wordFrame } from './argument-frames.js';
import { parts } from './parts.js';
import { readQuotedLine } from './quoted-line.js';
import { unescapeText } from './unescape.js';

const LF = 0x0a;
const CR = 0x0d;

/**
 * The messages on stdin, as `--input` says. It is read only as fast as they are taken, and no further when `io.signal` is
 * aborted. On a terminal it asks for lines first.
 */
export async function* readMessages(
  parsed: Parsed,
  io: CommandIO,
  report: Report,
): AsyncGenerator<InputMessage, void, undefined> {
  const { flags, command } = parsed;
  if (flags.boolean('no-input'))
    throw new UsageError(`zmq ${command.name} needs a message: give frames, or leave out --no-input.`);
  if (io.stdin.isTTY === true) report.info('one message per line; Ctrl-D ends', 'input');
  const most = flags.number('max-input-size') ?? Infinity;
  const framesOf = frameReader(parsed);
  const chunks = stdinChunks(io);
  switch (flags.text('input') ?? 'lines') {
    case 'eof':
      yield { frames: framesOf(await wholeOf(chunks, most)) };
      return;
    case 'length':
      yield* readLengthPrefixed(chunks, most);
      return;
    case 'nul':
      for await (const part of parts(chunks, 0, most)) yield { frames: framesOf(part) };
      return;
    case 'jsonl':
      yield* lines(chunks, most, parsed, report, (line, number) => readJSONLine(line, number));
      return;
    case 'quoted':
      yield* lines(chunks, most, parsed, report, (line, number) => ({ frames: readQuotedLine(line, number) }));
      return;
    default:
      yield* lines(chunks, most, parsed, report, (line) => ({ frames: framesOf(line) }));
  }
}

async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  { flags }: Parsed,
  report: Report,
  read: (line: Buffer, number: number) => InputMessage,
): AsyncGenerator<InputMessage, void, undefined> {
  let number = 0;
  let bad = 0;
  for await (const part of parts(chunks, LF, most)) {
    number += 1;
    const line = flags.boolean('crlf') && part.at(-1) === CR ? part.subarray(0, -1) : part;
    if (line.length === 0 && flags.boolean('skip-empty')) continue;
    let message: InputMessage;
    try {
      message = read(line, number);
    } catch (error) {
      if (!flags.boolean('skip-bad') || !(error instanceof CommandError)) throw error;
      bad += 1;
      continue;
    }
    yield message;
  }
  if (bad > 0) report.warn(`${bad} malformed ${bad === 1 ? 'line was' : 'lines were'} left out`, { count: bad });
}

/** Makes the frames of a line: one, or those between `--delimiter`. @throws UsageError for a malformed delimiter. */
function frameReader({ flags }: Parsed): (line: Buffer) => Uint8Array[] {
  const delimiter = unescapeText(flags.text('delimiter') ?? '', '--delimiter');
  const split = (line: Buffer): Buffer[] => (delimiter.length === 0 ? [line] : splitAt(line, delimiter));
  if (!flags.boolean('hex') && !flags.boolean('base64')) return split;
  return (line) => split(line).map((frame) => encodedFrame(frame, flags));
}

function encodedFrame(frame: Buffer, flags: Flags): Uint8Array {
  try {
    return wordFrame(frame.toString('latin1'), flags);
  } catch (error) {
    throw error instanceof UsageError ? new CommandError('failed', error.message) : error;
  }
}

function splitAt(line: Buffer, separator: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let start = 0;
  for (let at = line.indexOf(separator); at !== -1; at = line.indexOf(separator, start)) {
    found.push(line.subarray(start, at));
    start = at + separator.length;
  }
  return [...found, line.subarray(start)];
}
