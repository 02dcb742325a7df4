import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

/** What counting one file comes to. */
export type FileCount =
  | {
      readonly kind: 'text';
      readonly lines: number;
      readonly words: number;
      readonly bytes: number;
      readonly brotli: number;
    }
  | { readonly kind: 'binary' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const SAMPLE = 8192;

/**
 * Counts as `wc` does: lines by their ends, words by the white space between them; and how many bytes are left when it is
 * compressed as well as Brotli can, which takes time. Never rejects.
 */
export async function countFile(path: string): Promise<FileCount> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
  // No text has a zero byte; what git calls binary is found in the same way.
  if (content.subarray(0, SAMPLE).includes(0)) return { kind: 'binary' };
  const text = content.toString();
  const { byteLength: brotli } = brotliCompressSync(content);
  return { kind: 'text', lines: matches(text, /\n/g), words: matches(text, /\S+/g), bytes: content.byteLength, brotli };
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
