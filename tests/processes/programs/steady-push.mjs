// @ts-check
// Sends numbers until a line comes, and tells from which one on no peer has been lost. Stays until its input ends.
// usage: node steady-push.mjs bind|connect ENDPOINT PEERS
import { ZMQPush } from 'zeromq-ts';

const [action, endpoint = '', peers] = process.argv.slice(2);

// libzmq takes note of a lost peer at a later send, but not much later.
const NOTICE_MS = 20;

let number = 0;
const stop = new AbortController();
process.stdin.on('data', () => stop.abort());

const push = new ZMQPush(undefined, { reconnectInterval: 20, sendHighWaterMark: 100 });
push.on('disconnected', () => setTimeout(() => console.log(`LOST ${number}`), NOTICE_MS));
if (action === 'bind') console.log(`READY ${await push.bind(endpoint)}`);
else push.connect(endpoint);
await push.connected({ peers: Number(peers) });
while (!stop.signal.aborted) await push.send(String(number++));
console.log(`SENT ${number}`);
