import { readFileSync } from 'node:fs';

const KIB = 1024;
/** The kernel counts the time of processes in hundredths of a second, on every Linux that Node runs on. */
const TICK = 10;

/** What a process holds of the memory, in bytes, now and at its peak. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(status)?.[1]) * KIB;
  return { now: line('VmRSS'), peak: line('VmHWM') };
}

/** The processor time that a process has taken, in milliseconds. */
export function processorTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in parentheses, may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
