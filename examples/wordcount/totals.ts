import type { FileCount } from './count-file.js';

/** What a number of files come to. */
export interface Totals {
  files: number;
  lines: number;
  words: number;
  bytes: number;
  brotli: number;
  binary: number;
  unreadable: number;
}

export function noTotals(): Totals {
  return { files: 0, lines: 0, words: 0, bytes: 0, brotli: 0, binary: 0, unreadable: 0 };
}

/** Adds one file to totals. */
export function addFile(totals: Totals, count: FileCount): void {
  if (count.kind === 'text') {
    totals.files++;
    totals.lines += count.lines;
    totals.words += count.words;
    totals.bytes += count.bytes;
    totals.brotli += count.brotli;
  } else {
    totals[count.kind]++;
  }
}

export function sumOf(parts: Iterable<Totals>): Totals {
  const sum = noTotals();
  for (const part of parts) {
    for (const key of Object.keys(sum) as (keyof Totals)[]) sum[key] += part[key];
  }
  return sum;
}

export function sameTotals(left: Totals, right: Totals): boolean {
  return (Object.keys(left) as (keyof Totals)[]).every((key) => left[key] === right[key]);
}
