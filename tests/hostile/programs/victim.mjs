// @ts-check
// Binds a socket that strangers attack, and says how it is when it is asked.
// usage: node victim.mjs TYPE OPTIONS receive|idle
import { createInterface } from 'node:readline';
import { createSocket } from 'zeromq-ts';

const [type = '', options = '{}', mode = 'idle'] = process.argv.slice(2);
const collect = /** @type {() => void} */ (globalThis.gc);

const create = /** @type {(...args: unknown[]) => any} */ (/** @type {unknown} */ (createSocket));
const socket = create(type, undefined, ...(type === 'SUB' ? [''] : []), JSON.parse(options));

let longestTurn = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  longestTurn = Math.max(longestTurn, now - last);
  last = now;
}, 5);

let honest = 0;
let received = 0;
let cuts = 0;
socket.on('disconnected', (/** @type {any} */ { error }) => {
  if (error?.code === 'ENOBUFS') cuts++;
});

async function receiveAll() {
  for await (const message of socket) {
    received++;
    if (message.text(message.length - 1).startsWith('honest')) honest++;
    if (type === 'REP') await socket.send('reply');
  }
}

/** @type {Record<string, (text: string) => unknown>} */
const commands = {
  publish: (text) => socket.send(text),
  reset: () => {
    longestTurn = 0;
  },
  report: () => {
    const turn = longestTurn;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    const { peers, queuedIncoming } = socket.stats();
    const megabytes = Math.round((heapUsed + external) / 2 ** 20);
    console.log(
      `REPORT ${JSON.stringify({ longestTurn: Math.round(turn), megabytes, peers, queuedIncoming, honest, received, cuts })}`,
    );
    // What the collection took is nothing that the peers have done.
    last = performance.now();
  },
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const [command = '', ...rest] = line.split(' ');
  void commands[command]?.(rest.join(' '));
});

console.log(`READY ${await socket.bind('tcp://127.0.0.1:*')}`);
if (mode === 'receive') void receiveAll();
