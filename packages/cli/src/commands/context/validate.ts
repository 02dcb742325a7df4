import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { givenEndpoint } from '../../grammar/endpoints.js';
import { jsonLine } from '../../output/json-line.js';
import { printable, printableText } from '../../output/printable.js';
import { connectFailureOf } from '../../probe/connect-failure.js';
import { probe } from '../../probe/probe.js';
import { reportOf } from '../../probe/report.js';
import { targetOf } from '../../probe/target.js';
import { storeOf } from './store-of.js';

/** What is said about one endpoint, or about a whole context. */
interface Verdict {
  readonly status: 'ok' | 'fail' | 'skip';
  readonly what: string;
}

/** `zmq context validate`. */
export const run: Run = async (parsed, io) => {
  const { stdout, signal } = io;
  const { words, flags } = parsed;
  const store = storeOf(parsed, io);
  const timeout = flags.number('timeout') as number;
  let failures = 0;
  const say = (name: string, endpoint: string | undefined, { status, what }: Verdict): void => {
    if (status === 'fail') failures++;
    const place = endpoint === undefined ? '' : `  ${printable(endpoint)}`;
    const text = `${status.padEnd(5)}${printable(name)}${place}  ${printableText(what)}`;
    stdout.write(`${flags.boolean('json') ? jsonLine({ name, endpoint, status, what }) : text}\n`);
  };
  for (const name of words.length === 0 ? store.names() : words) {
    try {
      const { endpoints } = store.read(name);
      if (endpoints.length === 0) say(name, undefined, { status: 'ok', what: 'has no endpoints' });
      for (const endpoint of endpoints) say(name, endpoint, await verdictOn(endpoint, timeout, signal));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      say(name, undefined, { status: 'fail', what: error.message });
    }
  }
  return exitCode(failures === 0 ? 'done' : 'checked');
};

async function verdictOn(given: string, timeout: number, signal: AbortSignal): Promise<Verdict> {
  const { action, text } = givenEndpoint(given);
  if (action === 'bind') return { status: 'skip', what: 'is to be bound' };
  try {
    const { exit, headline } = reportOf(await probe(targetOf(text), { timeout, signal }));
    return { status: exit === 'done' ? 'ok' : 'fail', what: headline };
  } catch (error) {
    if (signal.aborted) throw error;
    return { status: 'fail', what: connectFailureOf(error)?.text ?? (error as Error).message };
  }
}
