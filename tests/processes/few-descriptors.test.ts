import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LineChild } from './line-child.js';

const PROGRAM = fileURLToPath(new URL('programs/few-descriptors.mjs', import.meta.url));

describe('a process that may open few files', () => {
  it.skipIf(process.platform === 'win32' || !existsSync('/bin/sh'))(
    'A-35 keeps the connections it has when more come than it can take, does not spin, and takes new ones afterwards',
    async () => {
      const command = `ulimit -n 256; exec '${process.execPath}' '${PROGRAM}'`;
      const child = new LineChild('few-descriptors', '/bin/sh', ['-c', command], { ZMQ_ENGINE: 'zmtp' });
      const endpoint = await child.said('READY');
      const push = pushTo(endpoint);
      await push.send('before');
      expect(await child.said('HEARD')).toBe('before');
      const flood: Socket[] = [];
      onTestFinished(() => flood.forEach((socket) => socket.destroy()));
      for (let index = 0; index < 500; index++) {
        const socket = connect(Number(endpoint.split(':').at(-1)), '127.0.0.1');
        socket.on('error', () => {});
        flood.push(socket);
        await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
      }
      await push.send('meanwhile');
      expect(await child.said('HEARD')).toBe('meanwhile');
      child.write('how busy?');
      // Percent of one processor.
      expect(Number(await child.said('BUSY'))).toBeLessThan(50);
      expect(Number(await child.said('ACCEPTED'))).toBeLessThan(256);
      for (const socket of flood) socket.destroy();
      await pushTo(endpoint).send('afterwards');
      expect(await child.said('HEARD')).toBe('afterwards');
    },
  );
});

function pushTo(endpoint: string): ZMQPush {
  const push = new ZMQPush(endpoint, { reconnectInterval: 20 });
  onTestFinished(() => push.close({ linger: 0 }));
  return push;
}
