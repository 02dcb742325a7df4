import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { Gathering } from '../gathering.js';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';
import { MATCHING, publications, subscribedTopics } from '../topics.js';

async function receiveAll(subscriber: ZMQSubscriber, all: Gathering, meter: Meter): Promise<void> {
  await subscriber.receive();
  await all.arrive();
  do await subscriber.receive();
  while (!meter.count());
}

await perform({
  async publisher() {
    const publisher = new ZMQPublisher();
    tell({ bound: await publisher.bind(text('endpoint')) });
    const body = payload();
    for (;;) await publisher.send(body);
  },

  /** Any number of subscribers; counting begins when each has received something. */
  async subscribers() {
    const endpoint = text('endpoint');
    const count = number('subscribers');
    const subscribers = Array.from({ length: count }, () => new ZMQSubscriber(endpoint, ''));
    const all = new Gathering(count);
    const meter = new Meter();
    await Promise.race(subscribers.map((subscriber) => receiveAll(subscriber, all, meter)));
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async topicPublisher() {
    const publisher = new ZMQPublisher();
    tell({ bound: await publisher.bind(text('endpoint')) });
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
    const subscriber = new ZMQSubscriber(text('endpoint'), topics);
    const last = topics.at(-1) ?? '';
    while (!(await subscriber.receive()).text().startsWith(last));
    const meter = new Meter();
    do await subscriber.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate * MATCHING } });
    process.exit();
  },
});
