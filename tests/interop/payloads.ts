const bytes = (size: number, start = 0): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => start + i * 7));

const text = (value: string): Buffer => Buffer.from(value);

/** What a message is made of, and what makes it worth sending. */
export interface Payload {
  readonly what: string;
  readonly frames: readonly Buffer[];
}

/** Messages that every pattern must carry unchanged, in both directions. */
export const PAYLOADS: readonly Payload[] = [
  { what: 'text', frames: [text('hello')] },
  { what: 'text beyond ASCII', frames: [text('Grüße, 你好, 🎈')] },
  { what: 'one empty frame', frames: [text('')] },
  { what: 'all octets', frames: [bytes(256)] },
  { what: 'the longest short frame', frames: [bytes(255, 1)] },
  { what: 'zeros and ones', frames: [Buffer.alloc(32, 0), Buffer.alloc(32, 255)] },
  { what: 'several frames, some of them empty', frames: [text('a'), text(''), bytes(300), text(''), text('')] },
  { what: 'nothing but empty frames', frames: [text(''), text(''), text('')] },
  { what: '100 frames', frames: Array.from({ length: 100 }, (_, i) => bytes(i)) },
  { what: '1 MiB', frames: [bytes(2 ** 20, 3)] },
  { what: '1 MiB among small frames', frames: [text('head'), bytes(2 ** 20, 5), text('tail')] },
];
