import { ChildSocket, say } from './child-socket.js';

const pull = new ChildSocket('PULL');
await pull.bind('tcp://127.0.0.1:*');
await pull.bind('inproc://idle');
pull.on('accepted', () => {});
const push = new ChildSocket('PUSH');
push.connect(pull.endpoint);
const pub = new ChildSocket('PUB');
await pub.bind('tcp://127.0.0.1:*');
// Something else keeps the process alive for a while, so that the monitor has had its looks.
await new Promise((resolve) => setTimeout(resolve, 100));
say('idle');
