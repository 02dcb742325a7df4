// @ts-check
// Sends to a peer that never comes, with linger without limit, and calls process.exit().
// usage: node exit.mjs ENDPOINT CODE now|closing
import { ZMQPush } from 'zeromq-ts';

const [endpoint = '', code, when] = process.argv.slice(2);

const push = new ZMQPush(endpoint, { linger: Infinity });
await push.send('never delivered');
void push.send('not either');
if (when === 'closing') void push.close();
process.exit(Number(code));
