import { RecordingError } from './recording-error.js';

/** A line: its bytes without the line feed, and whether there was one. */
export interface Line {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

const LINE_FEED = 10;

/**
 * Cuts chunks into lines, by bytes: what is not UTF-8 stays what it is. Gives those of a chunk together.
 *
 * @throws RecordingError `EMSGSIZE` for a line with more bytes than `limit`, before more of it is kept.
 */
export async function* splitLines(
  source: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<readonly Line[], void, undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  let count = 0;
  for await (const chunk of source) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const piece = chunk.subarray(start, end);
      check(size + piece.length);
      lines.push({ bytes: parts.length === 0 ? piece : Buffer.concat([...parts, piece]), whole: true });
      parts = [];
      size = 0;
      count++;
      start = end + 1;
    }
    if (start < chunk.length) {
      const piece = chunk.subarray(start);
      size += piece.length;
      check(size);
      parts.push(piece);
    }
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [{ bytes: Buffer.concat(parts), whole: false }];

  function check(bytes: number): void {
    if (bytes <= limit) return;
    throw new RecordingError(
      'EMSGSIZE',
      count + 1,
      `it has more than ${limit} bytes. Raise maxLineBytes if that is what it should have.`,
    );
  }
}
