// @ts-check
// Passes on what it receives, under its name.  usage: node worker.mjs SOURCE SINK NAME
import { ZMQPull, ZMQPush } from 'zeromq-ts';

const [source = '', sink = '', name = ''] = process.argv.slice(2);

const pull = new ZMQPull(`>${source}`, { reconnectInterval: 20 });
const push = new ZMQPush(sink);
for await (const [task = ''] of pull) await push.send([name, task]);
