import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { Certificate } from '@zeromq-ts/security';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '@zeromq-ts/testing/conformance';
import { heldMemory, openHandles } from '../hostile/bounds.js';
import { command, greetingWith } from '../hostile/octets.js';
import { RawPeer, RawServer } from '../hostile/raw-peer.js';

const EVENT_TIMEOUT_MS = 20_000;
const WAVES = 25;
/** What each wave has of each kind; with 25 of them, 10,000 connections. */
const SILENT = 100;
const FALSE = 150;
const HALF_OPEN = 150;

const server = Certificate.generate();
const client = Certificate.generate();
const GREETING = greetingWith('CURVE');
const HELLO_LENGTH = 2 + 200;
const WELCOME_LENGTH = 2 + 168;
/** A HELLO that nobody has sealed. */
const FALSE_HELLO = command('HELLO', Buffer.concat([Buffer.of(1, 0), Buffer.alloc(72), Buffer.alloc(120, 0x5a)]));

/** What a client of the server says on a connection, up to its HELLO: who has seen it can say it again. */
async function overheardHello(): Promise<Buffer> {
  const listener = await RawServer.open();
  const push = new ZMQPush(listener.endpoint, client.client(server));
  const peer = await listener.peer();
  const asServer = Buffer.from(GREETING);
  asServer[32] = 1;
  peer.send(asServer);
  const overheard = await peer.untilOctets(GREETING.length + HELLO_LENGTH);
  await push.close({ linger: 0 });
  listener.close();
  return overheard;
}

it('A-07 A-10 A-14 10,000 connections of strangers, silent, false or left half open, take no memory and starve nobody', async () => {
  const pull = new ZMQPull(undefined, { ...server.server(), authenticate: [client.publicKey], backlog: 1000 });
  const endpoint = await pull.bind('tcp://127.0.0.1:*');
  const push = new ZMQPush(endpoint, client.client(server));
  onTestFinished(async () => {
    await Promise.all([push.close({ linger: 0 }), pull.close()]);
  });
  let [accepted, letIn] = [0, 0];
  pull.on('accepted', () => accepted++);
  pull.on('handshake-succeeded', () => letIn++);

  let sent = 0;
  const exchange = async (): Promise<void> => {
    await push.send(String(++sent));
    expect(`${await pull.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe(String(sent));
  };
  await exchange();
  const hello = await overheardHello();

  const wave = async (): Promise<void> => {
    const before = accepted;
    const some = (count: number): RawPeer[] => Array.from({ length: count }, () => RawPeer.to(endpoint));
    const [silent, liars, halfOpen] = [some(SILENT), some(FALSE), some(HALF_OPEN)];
    const all = [...silent, ...liars, ...halfOpen];
    for (const [index, raw] of silent.entries()) raw.send(GREETING.subarray(0, index % 64));
    for (const raw of liars) raw.send(GREETING, FALSE_HELLO);
    for (const raw of halfOpen) raw.send(hello);
    // In the middle of it, the peer that is let in is served, and another one can come.
    await exchange();
    const late = new ZMQPush(endpoint, client.client(server));
    await late.send('late');
    expect(`${await pull.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe('late');
    await Promise.all(liars.map((raw) => raw.untilOver()));
    await Promise.all(halfOpen.map((raw) => raw.until('WELCOME', () => raw.over || raw.receivedLength > 64)));
    await eventually('all have come', () => accepted >= before + all.length, EVENT_TIMEOUT_MS);
    // Nobody gets more octets than it has sent: there is nothing to amplify.
    expect(Math.max(...liars.map((raw) => raw.receivedLength))).toBe(GREETING.length);
    expect(Math.max(...halfOpen.map((raw) => raw.receivedLength))).toBe(GREETING.length + WELCOME_LENGTH);
    for (const raw of all) raw.destroy();
    await late.close();
  };

  const handles = openHandles();
  for (let count = 0; count < 3; count++) await wave();
  await eventually('the connections are gone', () => openHandles() <= handles + 10, EVENT_TIMEOUT_MS);
  const held = await heldMemory();
  for (let count = 3; count < WAVES; count++) await wave();
  await eventually('the connections are gone', () => openHandles() <= handles + 10, EVENT_TIMEOUT_MS);
  expect((await heldMemory()) - held).toBeLessThan(8);
  expect(accepted).toBeGreaterThanOrEqual(10_000);
  // The one at the beginning, and the one that came late to each wave.
  expect(letIn).toBe(1 + WAVES);
  await exchange();
  expect(pull.stats().peers).toBe(1);
}, 120_000);

it('A-12 a whole conversation that was overheard is refused when somebody says it again, and nothing of it delivered', async () => {
  const pull = new ZMQPull(undefined, { ...server.server(), authenticate: [client.publicKey] });
  onTestFinished(() => pull.close());
  const endpoint = await pull.bind('tcp://127.0.0.1:*');
  // Somebody in the middle, who writes down what the client says.
  const overheard: Buffer[] = [];
  const listener = await RawServer.open(undefined, (front) => {
    const back = RawPeer.to(endpoint);
    front.socket.on('data', (chunk: Buffer) => {
      overheard.push(chunk);
      back.socket.write(chunk);
    });
    back.socket.on('data', (chunk: Buffer) => front.socket.write(chunk));
    front.socket.on('close', () => back.destroy());
  });
  onTestFinished(() => listener.close());
  const push = new ZMQPush(listener.endpoint, client.client(server));
  await push.send('once');
  expect(`${await pull.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe('once');
  const told = new Promise<Error | undefined>((resolve) =>
    pull.once('handshake-failed', ({ error }) => resolve(error)),
  );
  const again = RawPeer.to(endpoint);
  again.send(...overheard);
  expect((await told)?.message).toContain('cookie');
  await again.untilOver();
  again.destroy();
  await push.send('twice');
  expect(`${await pull.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe('twice');
  await push.close();
});
