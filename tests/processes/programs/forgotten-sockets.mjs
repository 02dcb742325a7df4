// @ts-check
// Drops sockets without closing them, and says what becomes of them.
// usage: node forgotten-sockets.mjs CASE TRANSPORT
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ZMQDealer,
  ZMQPair,
  ZMQPublisher,
  ZMQPull,
  ZMQPush,
  ZMQReply,
  ZMQRequest,
  ZMQRouter,
  ZMQSubscriber,
  ZMQXPublisher,
  ZMQXSubscriber,
} from 'zeromq-ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const yes = () => true;
const no = () => false;

/** Until it holds; the test has a deadline. @param {() => unknown} holds */
async function until(holds) {
  while (!(await holds())) {
    collectGarbage();
    await sleep(20);
  }
}

/** Long enough for what was forgotten to be found several times. */
async function collectFully() {
  for (let each = 0; each < 15; each++) {
    collectGarbage();
    await sleep(20);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

let names = 0;
/** @param {string} transport */
function fresh(transport) {
  if (transport === 'tcp') return 'tcp://127.0.0.1:*';
  return transport === 'ipc' ? `ipc://${folder}/${++names}` : `inproc://forgotten-${++names}`;
}

const PEERS = /** @type {const} */ ([
  [ZMQRequest, ZMQReply],
  [ZMQReply, ZMQRequest],
  [ZMQPublisher, ZMQSubscriber],
  [ZMQSubscriber, ZMQPublisher],
  [ZMQXPublisher, ZMQXSubscriber],
  [ZMQXSubscriber, ZMQXPublisher],
  [ZMQPush, ZMQPull],
  [ZMQPull, ZMQPush],
  [ZMQDealer, ZMQRouter],
  [ZMQRouter, ZMQDealer],
  [ZMQPair, ZMQPair],
]);

/** @type {Record<string, (transport: string) => Promise<void>>} */
const CASES = {
  async connected(transport) {
    for (const [Forgotten, Kept] of PEERS) {
      const peer = new Kept();
      const endpoint = await peer.bind(fresh(transport));
      await (async () => {
        const socket = new Forgotten(`>${endpoint}`);
        await Promise.all([socket.connected(), peer.connected()]);
      })();
      await until(() => peer.stats().peers === 0);
      await peer.close();
      console.log(`FREED ${Forgotten.name}`);
    }
  },

  async bound(transport) {
    for (const [Forgotten, Kept] of PEERS) {
      const endpoint = await (async () => new Forgotten().bind(fresh(transport)))();
      const next = new Kept();
      await until(() => next.bind(endpoint).then(yes, no));
      await next.close();
      console.log(`FREED ${Forgotten.name}`);
    }
  },

  async waiting(transport) {
    const push = new ZMQPush();
    const endpoint = await push.bind(fresh(transport));
    const got = /** @type {string[]} */ ([]);
    // Nobody has the socket, but somebody has the promise.
    (() => {
      void new ZMQPull(`>${endpoint}`).receive().then((message) => got.push(`${message}`));
    })();
    await push.connected();
    await collectFully();
    console.log(`PEERS ${push.stats().peers}`);
    await push.send('worth waiting');
    await until(() => push.stats().peers === 0);
    console.log(`GOT ${got}`);
    await push.close();
  },

  async iterating(transport) {
    const push = new ZMQPush();
    const endpoint = await push.bind(fresh(transport));
    let go = () => {};
    let seen = 0;
    const over = (async () => {
      for await (const message of new ZMQPull(`>${endpoint}`)) {
        seen++;
        if (`${message}` === 'last') return;
        // In between, no receive is pending.
        await new Promise((resolve) => {
          go = () => resolve(undefined);
        });
      }
    })();
    await push.send('first');
    await until(() => seen === 1);
    await collectFully();
    console.log(`PEERS ${push.stats().peers}`);
    await push.send('last');
    go();
    await over;
    await until(() => push.stats().peers === 0);
    console.log(`SEEN ${seen}`);
    await push.close();
  },

  async listening(transport) {
    const events = /** @type {string[]} */ ([]);
    const endpoint = await (async () => {
      const pull = new ZMQPull();
      pull.on('handshake-succeeded', () => events.push('handshake-succeeded'));
      return pull.bind(fresh(transport));
    })();
    await collectFully();
    const push = new ZMQPush(endpoint);
    await push.connected();
    await until(() => events.length === 1);
    console.log(`TOLD ${events}`);
    await push.close();
  },

  async unsent(transport) {
    const place = new ZMQPull();
    const endpoint = await place.bind(fresh(transport));
    await place.close();
    await (async () => {
      const push = new ZMQPush(`>${endpoint}`, { reconnectInterval: 10, reconnectMaxInterval: 50 });
      for (let each = 0; each < 500; each++) await push.send(`${each}`);
    })();
    await collectFully();
    const pull = new ZMQPull();
    await until(() => pull.bind(endpoint).then(yes, no));
    let next = 0;
    for await (const message of pull) {
      if (`${message}` !== `${next}`) console.log(`WRONG ${message} instead of ${next}`);
      if (++next === 500) break;
    }
    console.log(`DELIVERED ${next}`);
    await until(() => pull.stats().peers === 0);
    await pull.close();
  },

  async requests(transport) {
    const reply = new ZMQReply();
    const endpoint = await reply.bind(fresh(transport));
    void (async () => {
      for await (const message of reply) await reply.send(message);
    })();
    for (let each = 0; each < 50; each++) {
      const answer = await new ZMQRequest(`>${endpoint}`).request(`${each}`, { timeout: 5000, retries: 2 });
      if (`${answer}` !== `${each}`) console.log(`WRONG ${answer} instead of ${each}`);
    }
    await until(() => reply.stats().peers === 0);
    console.log('ANSWERED 50');
    await reply.close();
  },

  async referred(transport) {
    // What an application does with sockets that it uses: none of it is taken for forgetting.
    const publisher = new ZMQPublisher();
    const router = new ZMQRouter();
    const subscriber = new ZMQSubscriber(`>${await publisher.bind(fresh(transport))}`, '');
    await publisher.subscribed();
    const endpoint = await router.bind(fresh(transport));
    await collectFully();
    await publisher.send('still there');
    console.log(`GOT ${await subscriber.receive()}`);
    const dealer = new ZMQDealer(`>${endpoint}`);
    await dealer.send('still there');
    console.log(`GOT ${(await router.receive()).text(1)}`);
    await Promise.all([publisher.close(), subscriber.close(), router.close(), dealer.close()]);
  },

  async many() {
    const sockets = /** @type {ZMQPull[]} */ ([]);
    for (let each = 0; each < 1100; each++) {
      sockets.push(new ZMQPull());
      if (each === 1021) console.log(`OPEN ${each + 1}`);
    }
    const [warning] = await once(process, 'warning');
    console.log(`WARNED ${warning.name} ${warning.code} ${/** @type {string} */ (warning.message).split(' ')[0]}`);
    process.on('warning', () => console.log('WARNED again'));
    await Promise.all(sockets.map((socket) => socket.close()));
    for (let each = 0; each < 1100; each++) sockets[each] = new ZMQPull();
    await Promise.all(sockets.map((socket) => socket.close()));
    await sleep(0);
    console.log('CLOSED');
  },

  async 'left-unsent'() {
    // The process ends by itself, long before linger is over: nobody can come for this any more.
    (() => void new ZMQPush('>inproc://nobody', { linger: 60_000 }).send('to nobody'))();
    await collectFully();
    console.log('DONE');
  },
};

const [name = '', transport = ''] = process.argv.slice(2);
await CASES[name]?.(transport);
