import { UsageError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\' };

/** The bytes of a text in a flag, with `\n \t \r \0 \\ \xNN`. */
export function unescapeText(text: string, what: string): Buffer {
  const pieces = text.split(/(\\(?:x[\da-f]{2}|[^x]|x(?![\da-f]{2})|$))/iu);
  return Buffer.concat(
    pieces.map((piece) => {
      if (!piece.startsWith('\\')) return Buffer.from(piece);
      if (/^\\x[\da-f]{2}$/iu.test(piece)) return Buffer.from(piece.slice(2), 'hex');
      const named = NAMED[piece.slice(1)];
      if (named !== undefined) return Buffer.from(named);
      throw new UsageError(
        `${what}: "${printable(piece).replaceAll('\\\\', '\\')}" is none of \\n, \\t, \\r, \\0, \\\\ and \\xNN.`,
      );
    }),
  );
}
