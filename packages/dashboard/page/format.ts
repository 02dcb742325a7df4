const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** What is not known. */
export const UNKNOWN = '–';

/** `12,345`. */
export function count(value: number | null): string {
  return value === null ? UNKNOWN : WHOLE.format(value);
}

/** `12.3K`: a rate, or a number where there is little room. */
export function short(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value !== 0 && value < 10 ? String(Math.round(value * 10) / 10) : SHORT.format(value);
}

/** `1.2 MiB`. */
export function bytes(value: number | null): string {
  if (value === null) return UNKNOWN;
  let [rest, unit] = [value, 0];
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`;
}

/** `2.5 ms` or `2.5 s`, of milliseconds. */
export function duration(value: number): string {
  const [rest, unit] = value < 1000 ? [value, 'ms'] : [value / 1000, 's'];
  return `${rest < 10 ? Math.round(rest * 100) / 100 : count(rest)} ${unit}`;
}

/** `14:03:59`, and the day if it is another one. */
export function timeOf(time: number, now: number): string {
  const date = new Date(time);
  const text = date.toLocaleTimeString('en-GB');
  return date.toDateString() === new Date(now).toDateString() ? text : `${date.toLocaleDateString('en-CA')} ${text}`;
}

/** `3 min`: how long ago something was. */
export function ageOf(time: number | null, now: number): string {
  if (time === null) return UNKNOWN;
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}
