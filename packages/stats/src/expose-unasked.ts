import { sharedSlot } from '@zeromq-ts/core/spi';
import { exposeStats } from './expose-stats.js';

/** Whether figures are exposed without a call, in this thread: two copies of this package do it once. */
const state = /* @__PURE__ */ sharedSlot('stats/unasked@1', () => ({ begun: false }));

/** What `ZMQ_STATS` says: an endpoint, `default` for the default one, or `off`; `undefined` when it is not set. */
export function wantedStats(variable = environmentVariable()): string | undefined {
  if (variable === undefined || variable === '') return undefined;
  if (/^(?:0|false|no|off)$/iu.test(variable)) return 'off';
  return /^(?:1|true|yes|on)$/iu.test(variable) ? 'default' : variable;
}

/**
 * Exposes the figures of all sockets of this thread, without a call of the program.
 *
 * A failure is a process warning, `ZMQWarning`: it must not keep the program from doing its work.
 *
 * @param otherwise What to do when `ZMQ_STATS` is not set.
 */
export function exposeUnasked(otherwise: 'default' | 'off'): void {
  const wanted = wantedStats() ?? otherwise;
  if (wanted === 'off' || state.begun) return;
  state.begun = true;
  const exposed = wanted === 'default' ? exposeStats() : exposeStats(wanted);
  exposed.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(`The figures of the sockets are not exposed (ZMQ_STATS). ${reason}`, {
      type: 'ZMQWarning',
      code: 'ZMQ_STATS',
    });
  });
}

/** Deno without `--allow-env` does not let it be read. */
function environmentVariable(): string | undefined {
  try {
    return process.env['ZMQ_STATS'];
  } catch {
    return undefined;
  }
}
