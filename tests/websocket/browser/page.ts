// oxlint-disable unicorn/require-post-message-target-origin -- a worker has no origin that could be named
/** What runs in the page: each function is one thing that a test asks for. It has what a user of a bundler would import. */
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import '@zeromq-ts/security';

const WAIT_OPTIONS = { timeout: 15_000 };

/** Receives numbers, which must come in order. @returns how many came. */
export async function subscribe(endpoint: string, count: number, options: object = {}): Promise<number> {
  const subscriber = new ZMQSubscriber(endpoint, 'n', options);
  for (let number = 0; number < count; number++) {
    const text = (await subscriber.receive(WAIT_OPTIONS)).text();
    if (text !== `n${number}`) throw new Error(`${text} instead of ${number}`);
  }
  await subscriber.close();
  return count;
}

/** Sends bodies of these lengths, and receives them back. */
export async function mirror(endpoint: string, lengths: number[], options: object = {}): Promise<number[]> {
  const pair = new ZMQPair(endpoint, { receiveHighWaterMark: 10, ...options });
  const received: number[] = [];
  for (const length of lengths) {
    const body = Uint8Array.from({ length }, (_, index) => (index * 7) & 255);
    await pair.send(['part', body]);
    const message = await pair.receive(WAIT_OPTIONS);
    const frame = message.frame(1);
    if (frame.some((byte, index) => byte !== ((index * 7) & 255))) throw new Error(`${length} bytes have changed`);
    received.push(frame.byteLength);
  }
  await pair.close();
  return received;
}

export async function ask(endpoint: string, options: object = {}): Promise<string> {
  const request = new ZMQRequest(endpoint, options);
  await request.send('question');
  const answer = await request.receive(WAIT_OPTIONS);
  await request.close();
  return String(answer);
}

/** Sends bodies of these lengths. @returns which were sent, and the errors of the others. */
export async function sendLengths(endpoint: string, each: number[]): Promise<string[]> {
  const socket = new ZMQPush(endpoint);
  await socket.connected(WAIT_OPTIONS);
  const results: string[] = [];
  for (const length of each) {
    try {
      await socket.send(new Uint8Array(length));
      results.push(`${length} sent`);
    } catch (error) {
      results.push(`${length} ${(error as { code?: string }).code}: ${(error as Error).message}`);
    }
  }
  await socket.close();
  return results;
}

/** Sends numbers as fast as it may. */
export async function push(endpoint: string, count: number, bytes: number): Promise<void> {
  const socket = new ZMQPush(endpoint);
  const body = new Uint8Array(bytes);
  for (let number = 0; number < count; number++) await socket.send([String(number), body]);
  await socket.close();
}

/** One socket of each other type that connects: what a ROUTER, a SUB and a REQ get from a page. */
export async function others(dealer: string, publisher: string, reply: string, pull: string): Promise<string[]> {
  const sockets = [
    new ZMQDealer(dealer, { routingId: 'page' }),
    new ZMQPublisher(`>${publisher}`),
    new ZMQReply(`>${reply}`),
    new ZMQPull(`>${pull}`),
  ] as const;
  const [ours, news, answers, work] = sockets;
  await ours.send('hello');
  await news.subscribed('news', WAIT_OPTIONS);
  await news.send('news of the page');
  const question = await answers.receive(WAIT_OPTIONS);
  await answers.send(`answer to ${question}`);
  const texts = [String(await ours.receive(WAIT_OPTIONS)), String(await work.receive(WAIT_OPTIONS))];
  for (const socket of sockets) await socket.close();
  return texts;
}

/** What comes of a call that cannot succeed here. */
export async function failure(what: 'bind' | 'tcp' | 'ipc' | 'curve' | 'option'): Promise<string> {
  const socket = new ZMQPair();
  try {
    if (what === 'bind') await socket.bind('ws://*:8080/');
    else if (what === 'tcp') socket.connect('tcp://127.0.0.1:5555');
    else if (what === 'ipc') socket.connect('ipc:///tmp/a');
    else if (what === 'curve') {
      void new ZMQPair(undefined, {
        curveServer: true,
        curveSecretKey: new Uint8Array(32).fill(2),
      });
    } else void new ZMQPair(undefined, { webSocket: { headers: { a: 'b' } } });
    return 'nothing';
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  } finally {
    await socket.close();
  }
}

/** Options of a client of CURVE with a key pair of its own. */
const curve = (curveServerKey: string): object => ({
  curveServerKey,
  curveSecretKey: crypto.getRandomValues(new Uint8Array(32)),
});

/** The same as `ask`, encrypted. */
export function askEncrypted(endpoint: string, serverKey: string): Promise<string> {
  return ask(endpoint, curve(serverKey));
}

/** The same as `subscribe` and `mirror`, encrypted. */
export async function streamEncrypted(feed: string, count: number, pair: string, lengths: number[], key: string) {
  const subscribed = subscribe(feed, count, curve(key));
  return { subscribed: await subscribed, mirrored: await mirror(pair, lengths, curve(key)) };
}

/** The first event of a socket that cannot connect. */
export async function refused(endpoint: string, serverKey?: string): Promise<string> {
  const pair = new ZMQPair(undefined, serverKey === undefined ? {} : curve(serverKey));
  const told = new Promise<string>((resolve) => {
    pair.on('connect-retried', ({ error }) => resolve(String(error?.message)));
    pair.on('handshake-failed', ({ error }) => resolve(String(error?.message)));
  });
  pair.connect(endpoint);
  const text = await told;
  await pair.close();
  return text;
}

const open = new Map<string, ZMQSubscriber>();

/** Keeps a subscriber between two calls. */
export function keep(endpoint: string, options: object = {}): void {
  const soon = { reconnectInterval: 50, reconnectMaxInterval: 500 };
  open.set(endpoint, new ZMQSubscriber(endpoint, '', { ...soon, ...options }));
}

export async function next(endpoint: string): Promise<string> {
  return String(await open.get(endpoint)?.receive(WAIT_OPTIONS));
}

/** In this page: two sockets over inproc. */
export async function inproc(): Promise<string> {
  const [left, right] = [new ZMQPair('@inproc://page'), new ZMQPair('>inproc://page')];
  await left.send('within');
  const text = String(await right.receive(WAIT_OPTIONS));
  await Promise.all([left.close(), right.close()]);
  return text;
}

interface Task {
  readonly name: 'ask' | 'askEncrypted' | 'subscribe';
  readonly args: readonly never[];
}

interface Port {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message: string }) => void): void;
  postMessage(data: unknown): void;
}

/** The global object of a page, or of a worker, which is a port itself. */
const scope = globalThis as unknown as Port & {
  readonly document?: object;
  readonly Worker: new (url: string, options: { type: 'module' }) => Port & { terminate(): void };
};

/** Calls one of these functions in a worker that loads this module, too. */
export function inWorker(name: Task['name'], ...args: never[]): Promise<unknown> {
  const worker = new scope.Worker('/page.js', { type: 'module' });
  const told = new Promise<unknown>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
  worker.postMessage({ name, args } satisfies Task);
  return told.finally(() => worker.terminate());
}

if (scope.document === undefined) {
  const tasks: Record<Task['name'], (...args: never[]) => Promise<unknown>> = { ask, askEncrypted, subscribe };
  scope.addEventListener('message', ({ data }) => {
    const { name, args } = data as Task;
    void tasks[name](...args).then((result) => scope.postMessage(result));
  });
}
