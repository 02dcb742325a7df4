// @ts-check
// Binds a socket that strangers attack, and says how it is when it is asked.
// usage: node victim.mjs TYPE OPTIONS receive|idle
import { createInterface } from 'node:readline';
import { createSocket } from 'zeromq-ts';

const [type = '', options = '{}', mode = 'idle'] = process.argv.slice(2);
const collect = /** @type {() => void} */ (globalThis.gc);

const create = /** @type {(...args: unknown[]) => any} */ (/** @type {unknown} */ (createSocket));
const socket = create(type, undefined, ...(type === 'SUB' ? [''] : []), JSON.parse(options));

/** Milliseconds that this process has computed: on a busy machine, others compute in between. */
function computed() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let longestTurn = 0;
let last = performance.now();
let lastComputed = computed();
function measure() {
  const [now, nowComputed] = [performance.now(), computed()];
  // Collections compute in several threads.
  longestTurn = Math.max(longestTurn, Math.min(now - last, nowComputed - lastComputed));
  [last, lastComputed] = [now, nowComputed];
}
setInterval(measure, 5);

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
    [last, lastComputed] = [performance.now(), computed()];
  },
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const [command = '', ...rest] = line.split(' ');
  void commands[command]?.(rest.join(' '));
});

console.log(`READY ${await socket.bind('tcp://127.0.0.1:*')}`);
if (mode === 'receive') void receiveAll();
