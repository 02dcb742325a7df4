import { describe, expect, it } from 'vitest';
import { ENGINES } from './engines.js';
import type { LineChild } from './line-child.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

const WORKS = ['receives', 'sends', 'requests', 'waits', 'forwards', 'closes'] as const;

/** How often a worker may be terminated in the middle of a call before the test fails. */
const MAX_ATTEMPTS = 3;

/**
 * Whether the npm package zeromq has aborted the process, as it does when `worker.terminate()` comes in the middle of one of
 * its calls, whoever makes it: docs/decisions/libzmq-in-workers.md. A socket that looks for messages is in one now and then.
 */
async function abortedInCall(main: LineChild): Promise<boolean> {
  const { signal } = await main.ended;
  return signal === 'SIGABRT' && main.complaints.includes("throwing an instance of 'Napi::Error'");
}

describe.each(ENGINES)('worker threads with sockets on %s', (engine) => {
  describe.each(['terminate', 'exit', 'throw'])('that end by %s', (how) => {
    // In a worker, the engine libzmq carries inproc alone.
    const transports = engine === 'libzmq' ? (['inproc'] as const) : (['inproc', 'tcp'] as const);
    // A worker that is terminated in the middle of a call of the npm package zeromq aborts the process, whatever we do.
    const works = WORKS.filter((work) => engine !== 'libzmq' || how !== 'terminate' || work !== 'forwards');
    it.each(works.flatMap((work) => transports.map((transport) => [work, transport] as const)))(
      'while a socket %s over %s, leave those of the main thread at work',
      async (work, transport) => {
        let main = startProgram(engine, 'ending-worker', how, work, transport);
        if (engine === 'libzmq' && how === 'terminate') {
          for (let attempt = 1; attempt < MAX_ATTEMPTS && (await abortedInCall(main)); attempt++) {
            main = startProgram(engine, 'ending-worker', how, work, transport);
          }
        }
        await main.said('GOES-ON');
        expect(await main.ended).toEqual(IN_PEACE);
        expect(main.complaints).toBe('');
      },
    );
  });
});

describe('a worker thread on libzmq', () => {
  it('exchanges messages with the main thread over inproc, also when queues are full', async () => {
    const main = startProgram('libzmq', 'between-threads', 2000);
    expect(await main.said('REPLIES')).toBe('2000');
    expect(await main.said('RESULTS')).toBe('2000 in order');
    expect(await main.ended).toEqual(IN_PEACE);
    expect(main.complaints).toBe('');
  });

  it('refuses tcp and ipc, and says what to do', async () => {
    const main = startProgram('libzmq', 'not-in-a-worker');
    for (const protocol of ['tcp', 'ipc']) {
      expect(await main.said('CONNECT')).toMatch(new RegExp(`^ENOTSUP .*${protocol}://.*engine: 'zmtp'`));
      expect(await main.said('BIND')).toMatch(new RegExp(`^ENOTSUP .*${protocol}://.*engine: 'zmtp'`));
    }
    expect(await main.ended).toEqual(IN_PEACE);
  });
});
