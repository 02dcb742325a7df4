import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it } from 'vitest';
import { forwarder, queue, streamer } from '@zeromq-ts/proxy';
import { ANYWHERE, ENGINES, Opened } from './setup.js';

describe.each(ENGINES)('devices on the engine %s', (engine) => {
  const opened = new Opened();
  const options = { sockets: { engine, linger: 0 } };
  afterEach(() => opened.close());

  it('queue: requests to servers (PX-18)', async () => {
    const device = opened.add(await queue(ANYWHERE, ANYWHERE, options));
    const server = opened.add(new ZMQReply(`>${device.backend.endpoint}`, { engine }));
    const client = opened.add(new ZMQRequest(device.frontend.endpoint ?? undefined, { engine }));
    await client.send('hello');
    expect((await server.receive()).text()).toBe('hello');
    await server.send('world');
    expect((await client.receive()).text()).toBe('world');
  });

  it('forwarder: only what is subscribed to travels (PX-18)', async () => {
    const device = opened.add(await forwarder(ANYWHERE, ANYWHERE, options));
    const publisher = opened.add(new ZMQPublisher(undefined, { engine }));
    publisher.connect(device.frontend.endpoint ?? '');
    const subscriber = opened.add(new ZMQSubscriber(device.backend.endpoint ?? '', 'a', { engine }));
    await publisher.subscribed('a');
    await publisher.send('b');
    await publisher.send('a');
    expect((await subscriber.receive()).text()).toBe('a');
    expect(device.proxy.stats().frontend.messagesReceived).toBe(1);
  });

  it('streamer: work from producers to workers (PX-18)', async () => {
    const device = opened.add(await streamer(ANYWHERE, ANYWHERE, options));
    const producer = opened.add(new ZMQPush(`>${device.frontend.endpoint}`, { engine }));
    const worker = opened.add(new ZMQPull(`>${device.backend.endpoint}`, { engine }));
    await producer.send(['task', '1']);
    expect((await worker.receive()).frames.map(String)).toEqual(['task', '1']);
    await device.close();
    expect([device.frontend.closed, device.backend.closed]).toEqual([true, true]);
  });

  it('that cannot be bound rejects, and leaves nothing open', async () => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const taken = await pull.bind(ANYWHERE);
    await expect(streamer(taken, ANYWHERE, options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(streamer(ANYWHERE, taken, options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(streamer(ANYWHERE, 'tcp://nowhere', options)).rejects.toMatchObject({ code: 'EINVAL' });
  });
});
