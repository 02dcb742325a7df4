import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type SocketOptions, Stream } from '@zeromq-ts/zeromq';
import { expect, it, onTestFinished } from 'vitest';

const CHUNKS = 2000;
const CHUNK = Buffer.alloc(1024);
/** Node itself reads 64 KiB ahead of a stream that is paused. */
const READ_BY_NODE = 64;
/** What is not read yet comes in a few large pieces, when there is room again. */
const LARGE_PIECES = 100;

/** How many messages come of chunks that arrive one after the other while nobody receives. */
async function messagesOf(options?: SocketOptions<Stream>): Promise<number> {
  const stream = new Stream(options);
  await stream.bind('tcp://127.0.0.1:*');
  const client = connect(Number(stream.lastEndpoint?.split(':').at(-1)), '127.0.0.1');
  try {
    await once(client, 'connect');
    client.setNoDelay(true);
    for (let sent = 0; sent < CHUNKS; sent++) {
      client.write(CHUNK);
      await setImmediate();
    }
    let messages = 0;
    for (let bytes = 0; bytes < CHUNKS * CHUNK.length; messages++) bytes += (await stream.receive())[1]?.length ?? 0;
    return messages;
  } finally {
    client.destroy();
    stream.close();
  }
}

it('a STREAM reads no more than receiveHighWaterMark messages ahead, 1000 by default', async () => {
  const others = READ_BY_NODE + LARGE_PIECES;
  expect(await messagesOf()).toBeLessThan(1000 + others);
  expect(await messagesOf({ receiveHighWaterMark: 10 })).toBeLessThan(10 + others);
  expect(await messagesOf({ receiveHighWaterMark: 0 })).toBeGreaterThan(1000 + others);
});

it('a STREAM tells of connections and their ends by empty messages, unless notify is off', async () => {
  for (const notify of [undefined, true, false]) {
    const stream = new Stream(notify === undefined ? {} : { notify });
    onTestFinished(() => stream.close());
    await stream.bind('tcp://127.0.0.1:*');
    const client = connect(Number(stream.lastEndpoint?.split(':').at(-1)), '127.0.0.1');
    onTestFinished(() => void client.destroy());
    client.end('x');
    const bodies = notify === false ? ['x'] : ['', 'x', ''];
    for (const body of bodies) expect(String((await stream.receive())[1])).toBe(body);
  }
});

it('an empty message of the program ends the connection, which is no longer known then', async () => {
  const stream = new Stream({ notify: false });
  onTestFinished(() => stream.close());
  await stream.bind('tcp://127.0.0.1:*');
  const client = connect(Number(stream.lastEndpoint?.split(':').at(-1)), '127.0.0.1');
  client.write('x');
  const [id] = await stream.receive();
  const ended = once(client.resume(), 'end');
  await stream.send([id, '']);
  await ended;
  await expect(stream.send([id, 'y'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
});

it('options of security have no effect on a STREAM, as in the npm package', async () => {
  const stream = new Stream({ plainServer: true, notify: false });
  onTestFinished(() => stream.close());
  await stream.bind('tcp://127.0.0.1:*');
  const client = connect(Number(stream.lastEndpoint?.split(':').at(-1)), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.write('x');
  expect(String((await stream.receive())[1])).toBe('x');
});
