/** More differences than this, and two names have nothing to do with each other. */
const MAX_DIFFERENCES = 2;

/** Longer names are compared by their beginning only: a name may come from anywhere, and the comparison is quadratic. */
const MAX_NAME_LENGTH = 40;

/**
 * The one of some names that was probably meant by another: the one that differs least, if it differs little.
 *
 * @returns `undefined` when none is near.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  // Short names must not become any other short name.
  let fewest = Math.min(MAX_DIFFERENCES, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const differences = differencesOf(letters(name), letters(candidate));
    if (differences >= fewest) continue;
    fewest = differences;
    nearest = candidate;
  }
  return nearest;
}

/** `send_timeout`, `send-timeout`, `SENDTIMEOUT` and `sendTimeout` have the same letters. */
function letters(name: string): string {
  return name
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[-_\s]/g, '')
    .toLowerCase();
}

/** How many letters have to be added, left out, replaced, or swapped with the next one (optimal string alignment). */
function differencesOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(beforeLast, column - 2) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
