/** A number from 0 up to, but without, 1: to spread load and to begin counting somewhere, never for what must stay secret. */
export const random: () => number = () => Math.random();

/** A random unsigned number of 32 bits. */
export function randomUint32(): number {
  return Math.floor(random() * 2 ** 32);
}
