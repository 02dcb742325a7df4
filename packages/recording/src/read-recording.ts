import { checkAtLeast, checkCallOptions, checkFlag, checkObject, WAIT_OPTION_CHECKS } from '@zeromq-ts/core/spi';
import { type ByteSource, bytesOf } from './byte-source.js';
import { decompress, type ExpansionLimits } from './decompress.js';
import type { RecordingEntry } from './entries.js';
import { parseEntry } from './parse-entry.js';
import { RecordingError } from './recording-error.js';
import { type Line, splitLines } from './split-lines.js';
import { untilAborted } from './until-aborted.js';

/** Options of {@link readRecording}. */
export interface ReadRecordingOptions {
  /** Whether a recording that was cut off is an error. Default: false, an entry `'cut-off'` stands at its end. */
  readonly strict?: boolean | undefined;
  /** The longest line, in bytes; default 128 MiB. A longer one is an error before it is kept. */
  readonly maxLineBytes?: number | undefined;
  /**
   * How far a compressed recording may expand: `ratio`, bytes out for each byte in, default 250, looked at after the first
   * 16 MiB; `bytes` in all, default 1 TiB.
   */
  readonly maxExpand?: Partial<ExpansionLimits> | undefined;
  /** Aborting it rejects with its reason, also while the source gives nothing. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_LINE_BYTES = 128 * 1024 * 1024;
const DEFAULT_EXPANSION: ExpansionLimits = { ratio: 250, bytes: 2 ** 40 };

const CHECKS = {
  strict: checkFlag,
  maxLineBytes: checkAtLeast(1),
  maxExpand: checkObject,
  signal: WAIT_OPTION_CHECKS.signal,
};

/**
 * Reads a recording, in constant memory: `for await` gives its entries in the order of the file. What is compressed with
 * gzip is decompressed, and with Zstandard where the runtime can (Node from 22.15 on).
 *
 * A file may have several recordings one after the other, each with a header. One that was cut off (the recorder was
 * killed, the disk was full) is read up to its last whole line; then comes an entry `'cut-off'`.
 *
 * @param source The bytes of the file, in chunks of any size.
 * @throws RecordingError for a header that is missing or has another version, for a line that is wrong, with its number, and
 * for what exceeds the limits; the reason of the signal. As rejections of the iterator.
 *
 * @example
 * ```ts
 * import { readRecording } from '@zeromq-ts/recording';
 *
 * const lines = [
 *   '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"SUB","endpoints":[]}\n',
 *   '{"t":250,"f":["weather","sunny"]}\n',
 * ];
 * for await (const entry of readRecording(lines)) {
 *   console.log(entry.kind, entry.kind === 'message' ? `${entry.frames[1]}` : '');
 *   // header
 *   // message sunny
 *   // cut-off
 * }
 * ```
 */
export async function* readRecording(
  source: ByteSource,
  options: ReadRecordingOptions = {},
): AsyncGenerator<RecordingEntry, void, undefined> {
  checkCallOptions('readRecording', options, CHECKS);
  const limits = { ...DEFAULT_EXPANSION, ...options.maxExpand };
  const { chunks, truncated } = await decompress(untilAborted(bytesOf(source), options.signal), limits);
  const reader = new SegmentReader(options.strict === true);
  for await (const lines of splitLines(chunks, options.maxLineBytes ?? DEFAULT_LINE_BYTES)) {
    for (const line of lines) {
      options.signal?.throwIfAborted();
      const entry = reader.next(line);
      if (entry === undefined) continue;
      if (entry.kind === 'header' && reader.wasCutOff) yield reader.cutOff(-1);
      yield entry;
    }
  }
  // Some sources end then, as if they were cut off.
  options.signal?.throwIfAborted();
  if (reader.lines === 0) {
    const what = truncated() ? 'it is cut off before its header' : 'it is empty';
    throw new RecordingError('EINVAL', 0, `This is no recording: ${what}.`);
  }
  if (reader.open || truncated()) yield reader.cutOff(0);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Says of each line what it is, and whether it may stand there. */
class SegmentReader {
  readonly #strict: boolean;
  /** How many lines were used. */
  lines = 0;
  /** A header has been read, and no end yet. */
  open = false;
  /** The header read last began in the middle of what the one before it has begun. */
  wasCutOff = false;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  next(line: Line): RecordingEntry | undefined {
    const number = this.lines + 1;
    const entry = this.#parse(line, number);
    if (entry === undefined) return undefined;
    this.lines = number;
    if (entry.kind === 'header') {
      this.wasCutOff = this.open;
      this.open = true;
      return entry;
    }
    if (!this.open) {
      throw new RecordingError(
        'EINVAL',
        number,
        number === 1
          ? 'this is no recording: the header {"zmqrec":1,…} is missing.'
          : 'after the end of a recording, there may be another header, and nothing else.',
      );
    }
    if (entry.kind === 'end') this.open = false;
    return entry;
  }

  #parse(line: Line, number: number): RecordingEntry | undefined {
    try {
      return parseEntry(decode(line.bytes, number), number);
    } catch (error) {
      // The last line, which has no end, says nothing; unless there is nothing else.
      if (line.whole || number === 1) throw error;
      this.open = true;
      return undefined;
    }
  }

  /** @throws RecordingError when that is an error. */
  cutOff(offset: number): RecordingEntry {
    const line = this.lines + offset;
    if (this.#strict) throw new RecordingError('EINVAL', line, 'the recording is cut off: its end is missing.');
    return { kind: 'cut-off', line };
  }
}

function decode(bytes: Buffer, number: number): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new RecordingError('EINVAL', number, 'it is not UTF-8.', cause);
  }
}
