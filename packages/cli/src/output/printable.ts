/**
 * What a terminal could take as an instruction, or what would break a line: C0, DEL, C1, bidirectional controls, line and
 * paragraph separators; and the backslash, which begins an escape.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what this finds
const ESCAPED = /[\u0000-\u001f\\\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const NAMED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text that is safe on a terminal and stays on one line: valid UTF-8 as it is, everything else as `\t`, `\n`, `\r`, `\\`
 * and `\xNN` for each byte. Nothing is lost: `--input quoted` reads it back. Whatever comes from outside (messages, topics,
 * routing ids, properties of peers, error texts, file names) is shown through this.
 */
export function printable(value: string | Uint8Array): string {
  if (typeof value === 'string') return escaped(value);
  const text = decodeStrict(value);
  return text === undefined ? piecewise(value) : escaped(text);
}

/** Text of several words for a person, such as an error text: as `printable`, with the backslash as it is. */
export function printableText(text: string): string {
  return printable(text).replaceAll('\\\\', '\\');
}

/** The text of these bytes, or `undefined` when they are not UTF-8. A byte order mark is a character. */
export function decodeStrict(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text.replace(ESCAPED, (character) => NAMED[character] ?? hex(Buffer.from(character)));
}

function piecewise(bytes: Uint8Array): string {
  let result = '';
  let start = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    result += escaped(Buffer.from(bytes.subarray(start, at)).toString()) + hex(bytes.subarray(at, at + 1));
    at += 1;
    start = at;
  }
  return result + escaped(Buffer.from(bytes.subarray(start)).toString());
}

/** How many bytes the UTF-8 sequence at this place has (RFC 3629, section 4); 0 when it is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  return length > 0 && decodeStrict(bytes.subarray(at, at + length)) !== undefined && at + length <= bytes.length
    ? length
    : 0;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
