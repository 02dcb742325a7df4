// @ts-check
// Computes between its calls, and waits for nothing else. Prints how often a timer of 1 ms has fired meanwhile.
// Each message that it sends is the time of the call.
// usage: node busy.mjs TYPE ENDPOINT UNIT_MS UNITS await|sync|try
import { ZMQDealer, ZMQPublisher, ZMQPull, ZMQPush, ZMQReply } from 'zeromq-ts';

const [type, endpoint = '', unit, units, way = 'await'] = process.argv.slice(2);
const count = Number(units);

function work() {
  const end = performance.now() + Number(unit);
  while (performance.now() < end);
}

const now = () => String(performance.timeOrigin + performance.now());

/** @param {ZMQPush | ZMQDealer | ZMQPublisher} socket */
async function sendAndWork(socket) {
  for (let index = 0; index < count; index++) {
    if (way === 'await') await socket.send(now());
    else if (way === 'sync') void socket.send(now());
    else socket.trySend(now());
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
