import { once } from 'node:events';
import { inherits } from 'node:util';
import * as zmq from '@zeromq-ts/zeromq/v5-compat';
import { expect, it } from 'vitest';

it('a constructor of the old kind calls zmq.Socket on its own objects', async () => {
  function Worker(this: zmq.Socket): void {
    (zmq.Socket as unknown as (this: zmq.Socket, type: string) => void).call(this, 'pull');
  }
  inherits(Worker, zmq.Socket);
  const worker = new (Worker as unknown as new () => zmq.Socket)();
  const push = zmq.socket('push');
  expect(worker).toBeInstanceOf(zmq.Socket);
  worker.bind('inproc://old-kind', () => push.connect('inproc://old-kind').send(['a', 'b']));
  const frames = (await once(worker, 'message')) as Buffer[];
  expect(frames.map(String)).toEqual(['a', 'b']);
  worker.close();
  push.close();
});

it('a class extends it', () => {
  class Worker extends zmq.Socket {
    readonly name = 'worker';
  }
  const worker = new Worker('pull');
  expect([worker.name, worker.type, worker.closed]).toEqual(['worker', 'pull', false]);
  worker.close();
});

/** Reads the next message of a paused socket, when it has come. */
async function read(socket: zmq.Socket): Promise<string> {
  for (;;) {
    const message = socket.read() as Buffer | null;
    if (message !== null) return String(message);
    await new Promise(setImmediate);
  }
}

it('while it is paused, messages are read', async () => {
  const pull = zmq.socket('pull');
  const push = zmq.socket('push');
  pull.bind('inproc://paused');
  await once(pull, 'bind');
  push.connect('inproc://paused').send('first');
  expect(String(await once(pull, 'message'))).toBe('first');
  pull.pause();
  await new Promise((resolve) => {
    push.send('second', 0, () => push.send('third', 0, resolve));
  });
  expect(await read(pull)).toBe('second');
  expect(await read(pull)).toBe('third');
  expect(pull.read()).toBeNull();
  push.send('fourth');
  pull.resume();
  expect(String(await once(pull, 'message'))).toBe('fourth');
  pull.close();
  push.close();
});

it('messages that are sent before close are delivered', async () => {
  const pull = zmq.socket('pull');
  const push = zmq.socket('push');
  const received: string[] = [];
  pull.on('message', (body: Buffer) => received.push(String(body)));
  pull.bind('tcp://127.0.0.1:*');
  await once(pull, 'bind');
  push.connect(pull['last_endpoint'] as string);
  for (let number = 0; number < 10; number++) push.send(number);
  push.close();
  while (received.length < 10) await once(pull, 'message');
  expect(received).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  pull.close();
});
