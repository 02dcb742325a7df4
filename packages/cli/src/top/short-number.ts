const UNITS = ['', 'k', 'M', 'G', 'T', 'P'];

/** A number in at most five characters: `0`, `999`, `12.3k`, `4.56M`; `-` when it is not known. */
export function shortNumber(value: number | undefined): string {
  if (value === undefined) return '-';
  // A rate of less than 1 is not nothing.
  if (value > 0 && value < 0.95) return value.toFixed(1);
  let unit = 0;
  let scaled = Math.round(value);
  while (scaled >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  const digits = unit === 0 ? 0 : scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  return `${scaled.toFixed(digits)}${UNITS[unit]}`;
}
