import { once } from 'node:events';
import net from 'node:net';
import type { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, inTime } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Receiving, Sending, TestedSocketType } from './tested-socket-type.js';

type Raw = Sending & Receiving;
type RawConnect = (endpoint: string, options: { readonly routingId: string }) => void;

const SMALL_QUEUES = { sendHighWaterMark: 2, receiveHighWaterMark: 2, sendBufferSize: 8192, receiveBufferSize: 8192 };
const PADDING = Buffer.alloc(60_000, 'x');
const TOTAL = 200;

/** What a type promises whose connections are raw (STREAM): bytes without portions, and the id of each connection. */
export function rawBytes(suite: Suite, tested: TestedSocketType): void {
  suite.overTransports(
    'ST-01 ST-02 ST-10 both sides get the id of a connection before anything has come',
    async (scope) => {
      const stage = new Stage(scope, tested);
      const [server, client] = await pair(stage);
      const [accepted, made] = [await notice(server), await notice(client)];
      for (const id of [accepted, made]) expect([id.length, id[0]]).toEqual([5, 0]);
      await client.send([made, 'from the client']);
      expect(await bytesOf(server, 15)).toBe('from the client');
      await server.send([accepted, 'from the server']);
      expect(await bytesOf(client, 15)).toBe('from the server');
      const second = stage.openPeer({ notify: true }) as Raw;
      second.connect(server.endpoint as string);
      expect(await notice(server)).not.toEqual(accepted);
    },
  );

  suite.overTransports('ST-01 an id given to connect is that of each connection that is made again', async (scope) => {
    const stage = new Stage(scope, tested);
    const [server, client] = [stage.open({ notify: true }), stage.openPeer({ notify: true })] as [Raw, Raw];
    const endpoint = await server.bind(await scope.endpoint());
    (client.connect as RawConnect).call(client, endpoint, { routingId: 'server' });
    const first = await notice(server);
    expect((await notice(client)).toString()).toBe('server');
    await server.send([first, '']);
    expect((await notice(client)).toString()).toBe('server');
    expect((await notice(client)).toString()).toBe('server');
    expect(await notice(server)).not.toEqual(first);
    await client.send(['server', 'again']);
    expect(await bytesOf(server, 5)).toBe('again');
  });

  suite.overTransports('ST-02 without notify, nothing but bytes is received', async (scope) => {
    const stage = new Stage(scope, tested);
    const [server, client] = await pair(stage, { notify: false });
    expect([server.tryReceive(), client.tryReceive()]).toEqual([undefined, undefined]);
    const peer = dial(server.endpoint as string);
    peer.end('bytes');
    expect(await bytesOf(server, 5)).toBe('bytes');
    await once(peer.resume(), 'close');
    expect(server.tryReceive()).toBeUndefined();
  });

  suite.overTransports('ST-03 bytes arrive in the order in which they were sent', async (scope) => {
    const [server, client] = await pair(new Stage(scope, tested));
    await notice(server);
    const id = await notice(client);
    const chunks = Array.from({ length: 100 }, (_, index) => `${index} `.repeat(index));
    for (const chunk of chunks.slice(1)) await client.send([id, chunk]);
    const all = chunks.join('');
    expect(await bytesOf(server, all.length)).toBe(all);
  });

  suite.overTransports('ST-04 ST-05 an empty body ends the connection once all has been sent', async (scope) => {
    const [server, client] = await pair(new Stage(scope, tested));
    const id = await notice(server);
    await notice(client);
    const body = Buffer.alloc(500_000, 'y');
    await server.send([id, body]);
    await server.send([id, '']);
    await expectRefusal(server.send([id, 'late']), 'EHOSTUNREACH');
    expect(await bytesOf(client, body.length)).toBe(body.toString());
    expect((await client.receive()).frame(1)).toHaveLength(0);
    // The client connects again, which is the next that the server hears: not that the connection it has ended is over.
    expect(await notice(server)).not.toEqual(id);
  });

  suite.overTransports('ST-05 an id that no connection has is EHOSTUNREACH', async (scope) => {
    const stage = new Stage(scope, tested);
    const [server] = await pair(stage);
    await expectRefusal(server.send(['nobody', 'x']), 'EHOSTUNREACH');
    await expectRefusal(() => server.trySend(['nobody', 'x']), 'EHOSTUNREACH');
  });

  suite.overTransports('ST-06 a message is an id and bytes', async (scope) => {
    const [server] = await pair(new Stage(scope, tested));
    const id = await notice(server);
    for (const message of ['x', [id], [id, 'x', id]]) await expectRefusal(server.send(message), 'EINVAL');
  });

  suite.overTransports('ST-07 when the peer ends its half, the connection ends', async (scope) => {
    const server = new Stage(scope, tested).open({ notify: true }) as Raw;
    const peer = dial(await server.bind(await scope.endpoint()));
    scope.defer(() => peer.destroy());
    const id = await notice(server);
    peer.end('last words');
    expect(await bytesOf(server, 10)).toBe('last words');
    expect(await notice(server)).toEqual(id);
    await inTime('the end of the other half', once(peer.resume(), 'close'));
    await expectRefusal(server.send([id, 'x']), 'EHOSTUNREACH');
  });

  suite.overTransports(
    'ST-08 sends wait while the peer does not read, and no other connection waits',
    async (scope) => {
      const stage = new Stage(scope, tested);
      const [server, slow] = await pair(stage, SMALL_QUEUES);
      const slowId = await notice(server);
      await notice(slow);
      let sent = 0;
      const sends = Array.from({ length: TOTAL }, () => server.send([slowId, PADDING]).then(() => sent++));
      await eventually('it waits', () => server.stats().waitingSends > 0);
      expect(sent).toBeLessThan(TOTAL);
      const quick = stage.openPeer({ notify: true }) as Raw;
      quick.connect(server.endpoint as string);
      const id = await notice(quick);
      await quick.send([id, 'served']);
      await notice(server);
      expect(await bytesOf(server, 6)).toBe('served');
      let bytes = 0;
      while (bytes < TOTAL * PADDING.length) bytes += (await slow.receive()).frame(1).length;
      await inTime('all sends', Promise.all(sends));
    },
  );
}

/** A socket that has bound, and one that is connected to it; both report connections. */
async function pair(stage: Stage, options: object = {}): Promise<[Raw, Raw]> {
  const all = { notify: true, ...options };
  const [server, client] = [stage.open(all), stage.openPeer(all)] as [Raw, Raw];
  await stage.scope.join(server, client);
  return [server, client];
}

/** The id of a connection that was made, or has ended. */
async function notice(socket: Raw): Promise<Buffer> {
  const message: Message = await socket.receive();
  expect(message.frame(1)).toHaveLength(0);
  return Buffer.from(message.frame(0));
}

/** Receives bytes, as many as `count`. */
async function bytesOf(socket: Raw, count: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for (let left = count; left > 0;) {
    const body = (await socket.receive()).frame(1);
    expect(body).not.toHaveLength(0);
    chunks.push(body);
    left -= body.length;
  }
  return Buffer.concat(chunks).toString();
}

/** A connection that speaks no ZMTP. */
function dial(endpoint: string): net.Socket {
  const [protocol = '', address = ''] = endpoint.split('://');
  if (protocol === 'ipc') return net.connect({ path: address, allowHalfOpen: true });
  const [host = '', port] = address.split(':');
  return net.connect({ host, port: Number(port), allowHalfOpen: true });
}
