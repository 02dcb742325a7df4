// Shows the prices of some symbols, and of no others that begin alike. If it cannot keep up, it skips to the newest price of each.
import { conflateByKey, exactTopic, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { typed } from '@zeromq-ts/typed';
import { tick } from './tick.js';

const [endpoint = 'tcp://127.0.0.1:5571', ...symbols] = process.argv.slice(2);
const subscriber = new ZMQSubscriber(endpoint, symbols.map(exactTopic));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void subscriber.close());

const ticks = typed(subscriber, { receive: tick });
for await (const { symbol, price } of conflateByKey(ticks, (each) => each.symbol)) {
  console.log(`${symbol} ${price.toFixed(2)}`);
}
