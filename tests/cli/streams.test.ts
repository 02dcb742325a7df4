import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { run } from '@zeromq-ts/cli';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it, onTestFinished } from 'vitest';
import { begin, zmq } from './in-process.js';

/** A stdout that takes no more than it is allowed to, and keeps what it has taken. */
class SlowOutput extends Writable {
  readonly isTTY: boolean;
  readonly chunks: Buffer[] = [];
  #allowed = 0;
  #held: (() => void) | undefined;

  constructor({ isTTY = false, allowed = 0 } = {}) {
    super();
    this.isTTY = isTTY;
    this.#allowed = allowed;
  }

  /** Takes as many writes more, now or when they come. */
  allow(writes: number): void {
    this.#allowed += writes;
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const take = (): void => {
      this.#allowed -= 1;
      this.chunks.push(chunk);
      callback();
    };
    if (this.#allowed > 0) take();
    else this.#held = take;
  }
}

/** A command in this process with this stdout. */
function running(argv: readonly string[], stdout: Writable, isTTY = false) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const stdin = Object.assign(new PassThrough(), { isTTY });
  return { stderr, outcome: run(argv, { stdin, stdout, stderr, env: {}, signal: new AbortController().signal }) };
}

async function pushing(options = {}): Promise<{ readonly push: ZMQPush; readonly endpoint: string }> {
  const push = new ZMQPush(undefined, { linger: 0, ...options });
  onTestFinished(() => push.close());
  return { push, endpoint: await push.bind('tcp://127.0.0.1:*') };
}

describe('XO-01 stdout', () => {
  it('has messages and nothing else, whatever is said', async () => {
    const { push, endpoint } = await pushing();
    const pulling = zmq(['pull', `>${endpoint}`, '-n', '2', '-vvv', '--stats']);
    await push.send(['one', 'two']);
    await push.send('three');
    const { stdout, stderr } = await pulling;
    expect(stdout).toBe('one\ttwo\nthree\n');
    expect(stderr).toMatch(/^connecting to .*^connected .*^sent 0 .*received 2/msu);
  });

  it.each([
    { flags: [], printed: 'grün €\t\\x1b[31m\n' },
    { flags: ['--format', '%n %f'], printed: '1 grün €\t\\x1b[31m\n' },
    { flags: ['-o', 'hex'], printed: undefined },
    { flags: ['--json'], printed: undefined },
  ])('$flags is the same on a terminal and in a pipe', async ({ flags, printed }) => {
    const printedOn = async (isTTY: boolean): Promise<string> => {
      const { push, endpoint } = await pushing();
      const stdout = new SlowOutput({ isTTY, allowed: Infinity });
      const { outcome } = running(['pull', `>${endpoint}`, '-n', '1', ...flags], stdout, isTTY);
      await push.send(['grün €', '\u001B[31m']);
      expect(await outcome).toBe(0);
      // The time and the port of the peer differ from one run to the next.
      return Buffer.concat(stdout.chunks)
        .toString()
        .replace(/\d{4}-\S+?Z/u, 'TIME')
        .replace(/127\.0\.0\.1:\d+/u, 'PEER');
    };
    const [terminal, pipe] = [await printedOn(true), await printedOn(false)];
    expect(terminal).toBe(pipe);
    if (printed !== undefined) expect(pipe).toBe(printed);
  });
});

describe('XO-09 a stdout that does not take more', () => {
  it('stops receiving: what is not printed stays with the peer, and nothing is lost', async () => {
    const [count, size] = [800, 65_536];
    const { push, endpoint } = await pushing({ sendHighWaterMark: 10 });
    const stdout = new SlowOutput();
    const { outcome } = running(
      ['pull', `>${endpoint}`, '-n', String(count), '-o', 'raw', '--terminator', '', '--receive-high-water-mark', '10'],
      stdout,
    );
    const message = Buffer.alloc(size, 'a');
    await push.connected();
    // Both sides are in this process: what has no room for a thousand turns of its event loop waits for stdout.
    let [sent, turns] = [0, 0];
    while (sent < count && turns < 1000) {
      if (push.trySend(message)) [sent, turns] = [sent + 1, 0];
      else {
        turns += 1;
        await setImmediate();
      }
    }
    // Both queues and the buffers of the system, and not all of the 52 MB.
    expect(sent).toBeLessThan(count / 2);
    expect(stdout.bytes).toBe(0);
    stdout.allow(Infinity);
    for (; sent < count; sent++) await push.send(message);
    expect(await outcome).toBe(0);
    expect(stdout.bytes).toBe(count * size);
  });

  it('makes a publisher drop, and -v of the publisher says so', async () => {
    const subscriber = new ZMQSubscriber(undefined, '', { receiveHighWaterMark: 1, linger: 0 });
    onTestFinished(() => subscriber.close());
    const endpoint = await subscriber.bind('tcp://127.0.0.1:*');
    const pub = begin(['pub', `>${endpoint}`, '-v', '--send-high-water-mark', '1', '-l', '0']);
    const dropped = pub.said(/^dropped [1-9]\d* \(/mu);
    const state = { isDropped: false };
    void dropped.then(() => (state.isDropped = true));
    const line = `${'a'.repeat(1_000_000)}\n`;
    while (!state.isDropped) if (!pub.stdin.write(line)) await once(pub.stdin, 'drain');
    await dropped;
    pub.interrupt();
    expect((await pub.outcome).code).toBe(130);
  });
});

describe('XO-10 lines', () => {
  it('that come together are written together', async () => {
    const count = 5000;
    const { push, endpoint } = await pushing({ sendHighWaterMark: 0 });
    const stdout = new SlowOutput({ allowed: Infinity });
    for (let n = 0; n < count; n++) void push.send(String(n));
    const { outcome } = running(['pull', `>${endpoint}`, '-n', String(count)], stdout);
    expect(await outcome).toBe(0);
    expect(Buffer.concat(stdout.chunks).toString()).toBe(Array.from({ length: count }, (_, n) => `${n}\n`).join(''));
    expect(stdout.chunks.length).toBeLessThan(count / 10);
  });

  it('are written before another message comes', async () => {
    const { push, endpoint } = await pushing();
    const pull = begin(['pull', `>${endpoint}`]);
    for (let n = 0; n < 20; n++) {
      await push.send(`line ${n}`);
      await pull.said(new RegExp(`^line ${n}$`, 'mu'), 'stdout');
    }
    pull.interrupt();
    expect((await pull.outcome).code).toBe(130);
  });
});
