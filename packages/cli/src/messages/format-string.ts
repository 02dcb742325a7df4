import { UsageError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';
import { routingIdText } from '../sockets/routing-id.js';
import { messageText } from './message-text.js';
import { isoTime, type Received, secondsText } from './received.js';
import { unescapeText } from './unescape.js';

/** Makes the bytes of a message. */
export type Formatter = (received: Received) => Uint8Array | string;

const TOKENS: Readonly<Record<string, (received: Received) => string | Uint8Array>> = {
  f: ({ message }) => messageText(message),
  b: ({ message }) => printable(message.at(-1) ?? ''),
  t: ({ time }) => isoTime(time),
  d: ({ time, before }) => secondsText(time - before),
  n: ({ n }) => String(n),
  s: ({ message }) => String(message.size),
  c: ({ message }) => String(message.length),
  i: ({ message }) => (message.routingId === undefined ? '' : routingIdText(message.routingId)),
  p: ({ message }) => printable(message.peer?.address ?? ''),
  g: () => '',
  '%': () => '%',
};

/**
 * The formatter of `--format`: `%f` frames with tabs between them, `%0` to `%9` one frame, `%b` the last, and so on. Frames
 * are escaped as in text. A line ends only where the format says so; without `\n` at its end one is added.
 */
export function formatString(format: string): Formatter {
  const pieces = format.split(/(%(?:.|$))/su).filter((piece) => piece !== '');
  const makers = pieces.map((piece) => maker(piece));
  const isEnded = /\\(?:n|0|x0a|x00)$/iu.test(format);
  return (received) => {
    const made = makers.map((make) => make(received));
    return Buffer.concat([...made.map((part) => Buffer.from(part)), ...(isEnded ? [] : [Buffer.from('\n')])]);
  };
}

function maker(piece: string): (received: Received) => string | Uint8Array {
  if (!piece.startsWith('%')) {
    const text = unescapeText(piece, '--format');
    return () => text;
  }
  const letter = piece.slice(1);
  if (/^\d$/u.test(letter)) return ({ message }) => printable(message.at(Number(letter)) ?? '');
  const token = Object.hasOwn(TOKENS, letter) ? TOKENS[letter] : undefined;
  if (token !== undefined) return token;
  throw new UsageError(
    `--format: ${letter === '' ? 'it ends with %' : `there is no %${printable(letter)}`}; there are %f, %0 to %9, ${Object.keys(
      TOKENS,
    )
      .slice(1)
      .map((each) => `%${each}`)
      .join(', ')}.`,
  );
}
