import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pull, Push } from '@zeromq-ts/zeromq';
import { expect, it, onTestFinished } from 'vitest';

function pull(): Pull {
  const socket = new Pull();
  onTestFinished(() => socket.close());
  return socket;
}

const refusal = (code: string, address: string): Error => expect.objectContaining({ code, address }) as Error;

it.each(['tcp://127.0.0.1:5555', 'inproc://not-bound', 'ipc:///tmp/not-bound'])(
  'unbindSync of %s, which is not bound, is an error',
  (address) => {
    const socket = pull();
    expect(() => socket.unbindSync(address)).toThrow(refusal('ENOENT', address));
    socket.bindSync('tcp://127.0.0.1:*');
    expect(() => socket.unbindSync(address)).toThrow(refusal('ENOENT', address));
  },
);

it('unbindSync of what is no endpoint is an error', () => {
  expect(() => pull().unbindSync('nothing')).toThrow(refusal('EINVAL', 'nothing'));
});

it.each([
  ['bind', 'tcp://127.0.0.1:*'],
  ['bindSync', 'tcp://127.0.0.1:*'],
  ['bind', 'inproc://unbound'],
  ['bindSync', 'inproc://unbound'],
] as const)('unbindSync ends what %s has begun at %s, once', async (call, address) => {
  const socket = pull();
  await socket[call](address);
  const bound = socket.lastEndpoint as string;
  socket.unbindSync(bound);
  expect(() => socket.unbindSync(bound)).toThrow(refusal('ENOENT', bound));
  await socket.bind(bound);
  socket.unbindSync(bound);
});

it('an endpoint can be named as it was given, and in another spelling', async () => {
  const socket = pull();
  await socket.bind('tcp://127.0.0.1:*');
  socket.unbindSync('tcp://127.0.0.1:*');
  await socket.bind('tcp://[0:0::1]:*');
  const port = socket.lastEndpoint?.split(':').at(-1) as string;
  socket.unbindSync(`tcp://[0:0:0::1]:${port}`);
});

it.runIf(process.platform !== 'win32')('what bindSync has begun over ipc can be unbound at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drop-in-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const address = `ipc://${join(folder, 'socket')}`;
  const [first, second] = [pull(), pull()];
  const ended = new Promise((resolve) => first.events.on('close', resolve));
  first.bindSync(address);
  first.unbindSync(address);
  await ended;
  await second.bind(address);

  await second.unbind(address);
  second.bindSync(address);
  await second.unbind(address);
  await first.bind(address);
});

it.runIf(process.platform !== 'win32')(
  'bindSync over ipc has bound when it returns, and says what is wrong',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drop-in-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const address = `ipc://${join(folder, 'socket')}`;
    const first = pull();
    first.bindSync(address);
    expect(await readdir(folder)).toEqual(['socket']);
    expect(first.lastEndpoint).toBe(address);
    expect(() => pull().bindSync(address)).toThrow(refusal('EADDRINUSE', address));
    const missing = `ipc://${join(folder, 'missing', 'socket')}`;
    expect(() => pull().bindSync(missing)).toThrow(refusal('ENOENT', missing));
  },
);

it.runIf(process.platform !== 'win32')('bindSync takes the path of a socket that is dead, a moment later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drop-in-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [path, former] = [join(folder, 'socket'), join(folder, 'former')];
  const dead = createServer().listen(former);
  await once(dead, 'listening');
  await rename(former, path);
  dead.close();
  const puller = pull();
  puller.bindSync(`ipc://${path}`);
  const push = new Push();
  onTestFinished(() => push.close());
  push.connect(`ipc://${path}`);
  await push.send('x');
  expect(String(await puller.receive())).toBe('x');
  puller.unbindSync(`ipc://${path}`);
});
