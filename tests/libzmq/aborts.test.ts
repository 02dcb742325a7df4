import { describe, expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { startProgram } from '../processes/program.js';

/** What aborts libzmq, and what the documentation says that one can do about it. */
describe('a connection that ends while the receive queue is full, with heartbeats', () => {
  it('aborts the process on libzmq, which the socket has warned of', async () => {
    const program = startProgram('libzmq', 'full-when-it-ends', 1);
    await program.said('WARNED');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGABRT' });
    expect(program.complaints).toMatch(/_io_error.*stream_engine_base\.cpp/);
  });

  it.each([
    ['libzmq', 0],
    ['zmtp', 1],
  ])('does no harm on %s with receiveHighWaterMark: %i', async (engine, mark) => {
    const program = startProgram(engine, 'full-when-it-ends', mark);
    await program.said('ALIVE');
    expect(await program.ended).toEqual(IN_PEACE);
  });
});
