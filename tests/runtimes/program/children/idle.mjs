// @ts-check
// Has sockets and nothing to do.  usage: idle.mjs ENDPOINT
import { ZMQReply, ZMQSubscriber } from 'zeromq-ts';

const reply = new ZMQReply();
reply.on('accepted', () => console.log('accepted'));
await reply.bind('tcp://127.0.0.1:*');
const subscriber = new ZMQSubscriber(process.argv[2], 'topic', { heartbeatInterval: 50 });
await subscriber.connected();
console.log('idle');
