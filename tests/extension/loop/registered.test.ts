import { registerTransport } from '@zeromq-ts/core/spi';
import { ZMQPair } from '@zeromq-ts/pair';
import { createZmtpEngine, tcp } from '@zeromq-ts/transports/zmtp';
import { expect, it } from 'vitest';
import { loop } from './loop.js';

const DELAY = {
  loopDelay: { accepts: 'milliseconds', fallback: 0, check: (value: unknown) => typeof value === 'number' },
};

it('an engine that takes registered transports carries one, with its options, from the moment it is registered', async () => {
  await using early = new ZMQPair(undefined, { engine: 'zmtp' });
  await expect(early.bind('loop://*')).rejects.toMatchObject({ code: 'EPROTONOSUPPORT' });
  expect(() => new ZMQPair(undefined, { engine: 'zmtp', loopDelay: 1 } as object)).toThrow(/no option "loopDelay"/);

  registerTransport({ ...loop(), options: DELAY });
  // The first of a protocol stays.
  registerTransport({ ...loop(), options: {} });

  await using bound = new ZMQPair(undefined, { engine: 'zmtp', loopDelay: 1 } as object);
  await using connected = new ZMQPair(undefined, { engine: 'zmtp' });
  connected.connect(await bound.bind('loop://*'));
  await connected.send('registered');
  expect(String(await bound.receive())).toBe('registered');
});

it('an engine with a list of its own does not', async () => {
  registerTransport(loop());
  const engine = createZmtpEngine({ transports: [tcp()] });
  await using socket = new ZMQPair(undefined, { engine });
  await expect(socket.bind('loop://*')).rejects.toMatchObject({ code: 'EPROTONOSUPPORT' });
  const open = createZmtpEngine({ transports: [tcp()], registered: true });
  await using other = new ZMQPair(undefined, { engine: open });
  await expect(other.bind('loop://*')).resolves.toMatch(/^loop:/);
});

it('a transport for another version of the seam is refused', () => {
  expect(() => registerTransport({ ...loop(), seam: 'transport@1' } as never)).toThrow(/transport@1/);
});
