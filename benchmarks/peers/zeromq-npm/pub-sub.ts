import { Publisher, Subscriber } from 'zeromq';
import { Gathering } from '../gathering.js';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';
import { MATCHING, publications, subscribedTopics } from '../topics.js';

function subscribe(topics: readonly string[]): Subscriber {
  const subscriber = new Subscriber();
  subscriber.connect(text('endpoint'));
  subscriber.subscribe(...topics);
  return subscriber;
}

async function receiveAll(subscriber: Subscriber, all: Gathering, meter: Meter): Promise<void> {
  await subscriber.receive();
  await all.arrive();
  do await subscriber.receive();
  while (!meter.count());
}

await perform({
  async publisher() {
    const publisher = new Publisher();
    await publisher.bind(text('endpoint'));
    tell({ bound: publisher.lastEndpoint });
    const body = payload();
    for (;;) await publisher.send(body);
  },

  /** Any number of subscribers; counting begins when each has received something. */
  async subscribers() {
    const count = number('subscribers');
    const subscribers = Array.from({ length: count }, () => subscribe(['']));
    const all = new Gathering(count);
    const meter = new Meter();
    await Promise.race(subscribers.map((subscriber) => receiveAll(subscriber, all, meter)));
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async topicPublisher() {
    const publisher = new Publisher();
    await publisher.bind(text('endpoint'));
    tell({ bound: publisher.lastEndpoint });
    const { matching, others } = publications(number('topics'));
    for (;;) {
      for (const match of matching) {
        await publisher.send(match);
        for (const other of others) await publisher.send(other);
      }
    }
  },

  async topicSubscriber() {
    const topics = subscribedTopics(number('topics'));
    const subscriber = subscribe(topics);
    const last = topics.at(-1) ?? '';
    while (!String((await subscriber.receive())[0]).startsWith(last));
    const meter = new Meter();
    do await subscriber.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate * MATCHING } });
    process.exit();
  },
});
