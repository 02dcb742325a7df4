import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import '@zeromq-ts/websocket';
import { expect, it } from 'vitest';
import { establishedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const COUNT = 1_000;

it('WB-07 what is sent in one turn of the event loop leaves in few writes, not in one for each frame', async () => {
  const server = createServer();
  using({ close: () => server.close() });
  let writes = 0;
  server.on('connection', (socket: Socket) => {
    for (const name of ['write', '_writev'] as const) {
      const really = (socket[name] as (...values: unknown[]) => unknown).bind(socket);
      socket[name] = ((...values: unknown[]) => {
        writes++;
        return really(...values);
      }) as never;
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publisher = using(new ZMQPublisher(undefined, { webSocket: { server } }));
  const peer = using(await establishedClient(await publisher.bind('ws://*/feed'), 'SUB'));
  peer.send('\0\x01');
  await publisher.subscribed('');
  writes = 0;
  for (let number = 0; number < COUNT; number++) publisher.trySend([`${number}`, 'a body']);
  for (let number = 0; number < COUNT; number++) {
    expect((await peer.traffic())?.payload.toString()).toBe(`\x01${number}`);
    expect((await peer.traffic())?.payload.toString()).toBe('\0a body');
  }
  expect(writes).toBeGreaterThan(0);
  expect(writes).toBeLessThan(COUNT / 20);
});
