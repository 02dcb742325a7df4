/** What runs in the web context: every socket type, over inproc. */
import { Message, ZMQError } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';

/** How many messages went from one socket to another, by the pattern. */
export type Counts = Record<string, number>;

const STREAMED = 25_000;
const ROUND_TRIPS = 10_000;

export async function main(): Promise<Counts> {
  return {
    'PUSH/PULL': await stream(new ZMQPush('@inproc://tasks'), new ZMQPull('>inproc://tasks')),
    'PAIR/PAIR': await stream(new ZMQPair('@inproc://pair'), new ZMQPair('>inproc://pair')),
    'PUB/SUB': await publish(),
    'XPUB/XSUB': await forward(),
    'REQ/REP': await request(),
    'DEALER/ROUTER': await route(),
    timeouts: await timeOut(),
  };
}

interface Sends {
  send(message: string | string[]): Promise<unknown>;
  connected(): Promise<void>;
  close(): Promise<void>;
}

interface Receives {
  receive(): Promise<Message>;
  close(): Promise<void>;
}

async function stream(from: Sends, to: Receives): Promise<number> {
  await from.connected();
  const sending = (async () => {
    for (let index = 0; index < STREAMED; index++) await from.send([`message ${index}`, 'ü']);
  })();
  for (let index = 0; index < STREAMED; index++) {
    const message = await to.receive();
    check(message.text(0) === `message ${index}` && message.text(1) === 'ü' && message.length === 2, message);
  }
  await sending;
  await Promise.all([from.close(), to.close()]);
  return STREAMED;
}

async function publish(): Promise<number> {
  const publisher = new ZMQPublisher('@inproc://news', { noDrop: true });
  const subscriber = new ZMQSubscriber('>inproc://news', 'even');
  await publisher.subscribed('even');
  const sending = (async () => {
    for (let index = 0; index < STREAMED; index++) await publisher.send([index % 2 === 0 ? 'even' : 'odd', `${index}`]);
  })();
  for (let index = 0; index < STREAMED; index += 2) {
    const message = await subscriber.receive();
    check(message.text(1) === `${index}`, message);
  }
  await sending;
  subscriber.unsubscribe('even');
  await Promise.all([publisher.close(), subscriber.close()]);
  return STREAMED;
}

async function forward(): Promise<number> {
  const publisher = new ZMQXPublisher('@inproc://x');
  const subscriber = new ZMQXSubscriber('>inproc://x');
  await subscriber.connected();
  await subscriber.send(Uint8Array.of(1, 97));
  check(String((await publisher.receive()).frame(0)[0]) === '1');
  await publisher.send('abc');
  check((await subscriber.receive()).text() === 'abc');
  await Promise.all([publisher.close(), subscriber.close()]);
  return 2;
}

async function request(): Promise<number> {
  const reply = new ZMQReply('@inproc://service');
  const client = new ZMQRequest('>inproc://service');
  const serving = (async () => {
    for (let index = 0; index < ROUND_TRIPS; index++) await reply.send(`re: ${(await reply.receive()).text()}`);
  })();
  for (let index = 0; index < ROUND_TRIPS; index++) {
    const answer = await client.request(`${index}`);
    check(answer.text() === `re: ${index}`, answer);
  }
  await serving;
  await Promise.all([reply.close(), client.close()]);
  return 2 * ROUND_TRIPS;
}

async function route(): Promise<number> {
  const router = new ZMQRouter('@inproc://router');
  const dealer = new ZMQDealer('>inproc://router', { routingId: 'däler' });
  const routing = (async () => {
    for (let index = 0; index < ROUND_TRIPS; index++) {
      const [id, body] = await router.receive();
      check(new TextDecoder().decode(id) === 'däler');
      await router.send([id, body]);
    }
  })();
  const sending = (async () => {
    for (let index = 0; index < ROUND_TRIPS; index++) await dealer.send(`${index}`);
  })();
  for (let index = 0; index < ROUND_TRIPS; index++) check((await dealer.receive()).text() === `${index}`);
  await Promise.all([routing, sending]);
  await Promise.all([router.close(), dealer.close()]);
  return 2 * ROUND_TRIPS;
}

/** Timers, abort signals and what comes of bytes without a `Buffer`. */
async function timeOut(): Promise<number> {
  const pull = new ZMQPull('@inproc://nobody');
  const late: unknown = await pull.receive({ timeout: 5 }).catch((error: unknown) => error);
  check(late instanceof ZMQError && late.code === 'EAGAIN');
  const controller = new AbortController();
  const aborted = pull.receive({ signal: controller.signal }).catch((error: unknown) => error);
  controller.abort();
  check((await aborted) !== undefined);
  const message = new Message(['é', Uint8Array.of(255)]);
  check(message.frame(0).constructor === Uint8Array && message.frame(0).length === 2);
  check(JSON.stringify(message) === '["é",{"base64":"/w=="}]');
  check(message.transferList.length === 2);
  await pull.close();
  return 0;
}

function check(holds: boolean, message?: Message): void {
  if (!holds) throw new Error(`Not what was expected: ${message}`);
}
