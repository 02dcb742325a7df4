// @ts-check
// Publishes one text to its first subscriber, and stays.  usage: node broadcast.mjs ENDPOINT TEXT
import { ZMQPublisher } from 'zeromq-ts';

const [endpoint = '', text = ''] = process.argv.slice(2);

const publisher = new ZMQPublisher();
console.log(`READY ${await publisher.bind(endpoint)}`);
await publisher.subscribed('news');
await publisher.send(`news ${text}`);
// It is there until it is killed.
process.stdin.resume();
