// Forwarder: publishers and subscribers meet here without knowing each other's address. Subscriptions are passed on, so what no
// subscriber wants does not travel. Try it with the programs of ../market-feed:
//
//   node examples/dist/forwarder/forwarder.js tcp://127.0.0.1:5574 tcp://127.0.0.1:5575
//   node examples/dist/market-feed/publisher.js '>tcp://127.0.0.1:5574'
//   node examples/dist/market-feed/subscriber.js tcp://127.0.0.1:5575 ACME
import { forwarder } from '@zeromq-ts/proxy';

const [forPublishers = 'tcp://127.0.0.1:5574', forSubscribers = 'tcp://127.0.0.1:5575'] = process.argv.slice(2);
const device = await forwarder(forPublishers, forSubscribers);
console.log(`Publishers at ${device.frontend.endpoint}, subscribers at ${device.backend.endpoint}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void device.close());
