import { RecordingError } from './recording-error.js';

/** The most frames of a message in a recording. */
export const MAX_FRAMES = 1_000_000;

/** The most values of one line: frames, and whatever else is there. */
const MAX_VALUES = MAX_FRAMES + 10_000;
/** A shorter line has no more values than that. */
const SHORT_LINE_CHARACTERS = MAX_VALUES * 2;

const QUOTE = '"'.codePointAt(0);
const BACKSLASH = '\\'.codePointAt(0);
const BEFORE_VALUES = new Set([...',[{'].map((character) => character.codePointAt(0)));

/**
 * Checks that a line is no text of almost nothing but values, which needs fifty times its size when it is parsed: the memory
 * of a reader has to be limited by the length of a line.
 *
 * @throws RecordingError `EMSGSIZE` for more than a million values.
 */
export function checkValues(text: string, line: number): void {
  if (text.length <= SHORT_LINE_CHARACTERS) return;
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (BEFORE_VALUES.has(code) && ++values > MAX_VALUES) {
      throw new RecordingError('EMSGSIZE', line, `it has more than ${MAX_VALUES} values.`);
    }
  }
}

/** @returns where the string ends that begins here; at the end of the text, when it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
