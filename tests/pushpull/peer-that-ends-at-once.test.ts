import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it } from 'vitest';

/** Greeting of ZMTP 3.1 with the mechanism NULL, and READY of a PULL (RFC 37). */
function handshakeOfPull(): Buffer {
  const greeting = Buffer.alloc(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]);
  greeting.write('NULL', 12);
  const ready = Buffer.from('\u0005READY\u000bSocket-Type\0\0\0\u0004PULL', 'latin1');
  return Buffer.concat([greeting, Buffer.from([4, ready.length]), ready]);
}

describe('a peer that ends its connection together with the handshake', () => {
  it('is sent nothing of what has waited for a peer: the next one gets it', { timeout: 30_000 }, async () => {
    const received: Buffer[] = [];
    const server = createServer({ allowHalfOpen: true }, (connection) => {
      connection.on('data', (bytes) => received.push(bytes));
      connection.on('error', () => {});
      connection.end(handshakeOfPull());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;

    const push = new ZMQPush(undefined, { engine: 'zmtp', reconnectInterval: 10 });
    const messages = Array.from({ length: 10 }, (_, index) => `job ${index}`);
    push.connect(`tcp://127.0.0.1:${port}`);
    for (const message of messages) expect(push.trySend(message)).toBe(true);
    for (let lost = 0; lost < 5; lost++) await once(push, 'disconnected');
    await new Promise((resolve) => server.close(resolve));

    const pull = new ZMQPull(undefined, { engine: 'zmtp' });
    await pull.bind(`tcp://127.0.0.1:${port}`);
    for (const message of messages) expect(`${await pull.receive({ timeout: 20_000 })}`).toBe(message);
    expect(Buffer.concat(received).includes('job')).toBe(false);
    await Promise.all([push.close(), pull.close()]);
  });
});
