// @ts-check
// Computes between its calls, and waits for nothing else. Prints how often a timer of 1 ms has fired meanwhile.
// Each message that it sends is the time of the call.
// usage: node busy.mjs TYPE ENDPOINT UNIT_MS UNITS await|sync|try
import { ZMQDealer, ZMQPair, ZMQPublisher, ZMQPull, ZMQPush, ZMQReply, ZMQRouter, ZMQXPublisher } from 'zeromq-ts';

const [type, endpoint = '', unit, units, way = 'await'] = process.argv.slice(2);
const count = Number(units);

function work() {
  const end = performance.now() + Number(unit);
  while (performance.now() < end);
}

const now = () => String(performance.timeOrigin + performance.now());

/**
 * @param {ZMQPush | ZMQDealer | ZMQPublisher | ZMQXPublisher | ZMQRouter | ZMQPair} socket
 * @param {string[]} envelope
 */
async function sendAndWork(socket, envelope = []) {
  for (let index = 0; index < count; index++) {
    if (way === 'await') await socket.send([...envelope, now()]);
    else if (way === 'sync') void socket.send([...envelope, now()]);
    else socket.trySend([...envelope, now()]);
    work();
  }
}

/** @type {Record<string, () => Promise<() => Promise<void>>>} */
const programs = {
  async PUSH() {
    const socket = new ZMQPush(endpoint);
    await socket.connected();
    return () => sendAndWork(socket);
  },
  async DEALER() {
    const socket = new ZMQDealer(endpoint);
    await socket.connected();
    return () => sendAndWork(socket);
  },
  async PAIR() {
    const socket = new ZMQPair(`>${endpoint}`);
    await socket.connected();
    return () => sendAndWork(socket);
  },
  async ROUTER() {
    const socket = new ZMQRouter(`>${endpoint}`);
    await socket.connected();
    return () => sendAndWork(socket, ['other']);
  },
  async XPUB() {
    const socket = new ZMQXPublisher(`>${endpoint}`);
    await socket.receive();
    return () => sendAndWork(socket);
  },
  async PUB() {
    const socket = new ZMQPublisher(`>${endpoint}`);
    await socket.subscribed('');
    return () => sendAndWork(socket);
  },
  async REP() {
    const socket = new ZMQReply(`>${endpoint}`);
    await socket.connected();
    return async () => {
      let index = 0;
      for await (const _ of socket) {
        await socket.send(now());
        work();
        if (++index === count) break;
      }
    };
  },
  async PULL() {
    const socket = new ZMQPull(`>${endpoint}`);
    await socket.connected();
    return async () => {
      let index = 0;
      for await (const _ of socket) {
        work();
        if (++index === count) break;
      }
    };
  },
};

const run = await /** @type {() => Promise<() => Promise<void>>} */ (programs[type ?? ''])();
let ticks = 0;
const ticking = setInterval(() => ticks++, 1);
await run();
clearInterval(ticking);
console.log(`TICKS ${ticks}`);
