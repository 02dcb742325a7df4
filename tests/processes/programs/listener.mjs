// @ts-check
// Subscribes to everything and prints it.  usage: node listener.mjs ENDPOINT
import { ZMQSubscriber } from 'zeromq-ts';

const [endpoint = ''] = process.argv.slice(2);

const subscriber = new ZMQSubscriber(endpoint, 'news', { reconnectInterval: 20 });
for await (const message of subscriber) console.log(`HEARD ${message.text()}`);
