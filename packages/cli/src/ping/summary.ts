import { milliseconds, rounded } from '../probe/report.js';

/** What came of some PINGs. */
export interface PingSummary {
  readonly text: string;
  readonly json: {
    readonly sent: number;
    readonly answered: number;
    readonly minMs?: number | undefined;
    readonly medianMs?: number | undefined;
    readonly maxMs?: number | undefined;
  };
}

/** Sums up round trips in milliseconds; `undefined` is one that was lost. */
export function summaryOf(times: readonly (number | undefined)[]): PingSummary {
  const sorted = times.filter((ms) => ms !== undefined).toSorted((a, b) => a - b);
  const [sent, answered] = [times.length, sorted.length];
  const counts = `${sent} sent, ${answered} answered`;
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return { text: counts, json: { sent, answered } };
  const median = ((sorted[(answered - 1) >> 1] as number) + (sorted[answered >> 1] as number)) / 2;
  return {
    text: `${counts}; minimum ${milliseconds(min)}, median ${milliseconds(median)}, maximum ${milliseconds(max)}`,
    json: { sent, answered, minMs: rounded(min), medianMs: rounded(median), maxMs: rounded(max) },
  };
}
