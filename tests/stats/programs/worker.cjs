// As worker.mjs, in the other module system.
const { ZMQPull } = require('@zeromq-ts/pushpull');

const pull = new ZMQPull();
void pull.bind('tcp://127.0.0.1:*').then((endpoint) => console.log(`READY ${endpoint}`));
process.stdin.on('end', () => void pull.close()).resume();
