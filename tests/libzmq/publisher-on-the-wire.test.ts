import '@zeromq-ts/transports/libzmq';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { expect, test } from 'vitest';

// RFC 23: signature, version 3.0, mechanism NULL, as-server 0, filler.
const GREETING = Buffer.concat([
  Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]),
  Buffer.from('NULL'.padEnd(20, '\0')),
  Buffer.alloc(32),
]);

test('a PUB says in its handshake that it is an XPUB', async () => {
  const publisher = new ZMQPublisher(undefined, { engine: 'libzmq' });
  const endpoint = await publisher.bind('tcp://127.0.0.1:*');
  const socket = connect(Number(endpoint.slice(endpoint.lastIndexOf(':') + 1)), '127.0.0.1');
  try {
    socket.write(GREETING);
    let heard = '';
    while (!/Socket-Type\0\0\0.[XPUB]+/s.test(heard)) {
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      heard += bytes.toString('latin1');
    }
    expect(heard).toContain('\x05READY');
    expect(heard).toContain('Socket-Type\0\0\0\x04XPUB');
  } finally {
    socket.destroy();
    await publisher.close({ linger: 0 });
  }
});
