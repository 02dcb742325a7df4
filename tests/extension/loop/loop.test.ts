import { type EndpointText, formatEndpoint, parseEndpoint } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { registerEngine } from '@zeromq-ts/core/spi';
import { createZmtpEngine, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { loop } from './loop.js';
import type { LoopEndpoint } from './loop-endpoints.js';

const engine = createZmtpEngine({ name: 'loop', transports: [loop(), tcp(), ipc()] });
// So that sockets can choose it by its name, too.
registerEngine(engine);

describe('a transport from outside', () => {
  it('stands beside others in one engine', async () => {
    const both = createZmtpEngine({ transports: [tcp(), loop()] });
    await using bound = new ZMQPair(undefined, { engine: both });
    await using connected = new ZMQPair(undefined, { engine });
    connected.connect(await bound.bind('loop://*'));
    await connected.send(['over', 'loop']);
    expect((await bound.receive()).frames.map(String)).toEqual(['over', 'loop']);
  });

  it('has endpoints that parseEndpoint and the compiler know', () => {
    const parsed = parseEndpoint('loop://jobs');
    expect(parsed).toEqual({ protocol: 'loop', name: 'jobs' });
    expect(formatEndpoint(parsed)).toBe('loop://jobs');
    if (parsed.protocol === 'loop') expectTypeOf(parsed).toEqualTypeOf<LoopEndpoint>();
    expectTypeOf<EndpointText<'loop://jobs'>>().toEqualTypeOf<'loop://jobs'>();
    expect(() => parseEndpoint('loop://Büro')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});
