import { cpus, release, totalmem, type } from 'node:os';

/** What the figures depend on. */
export function machine(): Record<string, string> {
  const processors = cpus();
  return {
    processor: `${processors[0]?.model ?? 'unknown'}, ${processors.length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}, ${process.arch}`,
    node: `${process.version}, V8 ${process.versions.v8}`,
  };
}
