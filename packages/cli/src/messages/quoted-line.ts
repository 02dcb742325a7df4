import { CommandError } from '../errors/command-error.js';

const ESCAPES: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, r: 0x0d, '\\': 0x5c };
const TAB = 0x09;
const BACKSLASH = 0x5c;

/** The frames of a line as `-o text` prints it: separated by tabs, with `\t \n \r \\ \xNN`. */
export function readQuotedLine(line: Buffer, number: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let start = 0;
  for (let at = line.indexOf(TAB); at !== -1; at = line.indexOf(TAB, start)) {
    frames.push(unescaped(line.subarray(start, at), number, start));
    start = at + 1;
  }
  return [...frames, unescaped(line.subarray(start), number, start)];
}

function unescaped(text: Buffer, number: number, column: number): Buffer {
  if (!text.includes(BACKSLASH)) return text;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] as number;
    if (byte !== BACKSLASH) {
      bytes.push(byte);
      continue;
    }
    const letter = String.fromCharCode(text[at + 1] ?? 0);
    const digits = text.subarray(at + 2, at + 4).toString('latin1');
    if (ESCAPES[letter] !== undefined) {
      bytes.push(ESCAPES[letter]);
      at += 1;
    } else if (letter === 'x' && /^[\da-f]{2}$/iu.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      at += 3;
    } else {
      throw new CommandError(
        'failed',
        `Line ${number}, column ${column + at + 1} of the input: after a backslash comes t, n, r, \\ or x and two hexadecimal digits.`,
      );
    }
  }
  return Buffer.from(bytes);
}
