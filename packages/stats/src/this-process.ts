import { basename } from 'node:path';
import { threadId } from 'node:worker_threads';
import { MAX_TEXT_LENGTH } from './snapshot.js';

/** What does not change while a process runs. */
export interface ThisProcess {
  readonly pid: number;
  readonly thread: number;
  readonly name: string;
  readonly runtime: string;
}

/** @param name What the process is called. Default: the name of its program. */
export function thisProcess(name = basename(process.argv[1] ?? process.title)): ThisProcess {
  const { bun, deno, node } = process.versions;
  const runtime = bun !== undefined ? `bun ${bun}` : deno !== undefined ? `deno ${deno}` : `node ${node}`;
  return { pid: process.pid, thread: threadId, name: name.slice(0, MAX_TEXT_LENGTH), runtime };
}
