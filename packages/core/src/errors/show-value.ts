/** Shows a value the way an error text should: short, quoted, and never a crash. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return describeObject(value);
}

function describeObject(value: object): string {
  try {
    const name = value.constructor?.name;
    return name === undefined || name === '' || name === 'Object'
      ? 'a plain object'
      : `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
  } catch {
    return 'an object';
  }
}
