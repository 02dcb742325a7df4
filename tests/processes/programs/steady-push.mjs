// @ts-check
// Sends numbers until its input ends, and tells from which one on no peer has been lost.
// usage: node steady-push.mjs bind|connect ENDPOINT PEERS
import { ZMQPush } from 'zeromq-ts';

const [action, endpoint = '', peers] = process.argv.slice(2);

// libzmq takes note of a lost peer at a later send, but not much later.
const NOTICE_MS = 20;

let number = 0;
process.stdin.resume();

const push = new ZMQPush(undefined, { reconnectInterval: 20, sendHighWaterMark: 100 });
push.on('disconnected', () => setTimeout(() => console.log(`LOST ${number}`), NOTICE_MS));
if (action === 'bind') console.log(`READY ${await push.bind(endpoint)}`);
else push.connect(endpoint);
await push.connected({ peers: Number(peers) });
while (!process.stdin.readableEnded) await push.send(String(number++));
console.log(`SENT ${number}`);
