import { Stage } from '../run/stage.js';
import type { Case, Figures, Scenario } from './scenario.js';

const SIZE = 64;

function toSubscribers(subscribers: number): Case {
  return {
    name: `${subscribers} ${subscribers === 1 ? 'subscriber' : 'subscribers'}`,
    metrics: [{ name: 'rate', unit: 'deliveries/s', better: 'more' }],
    quick: subscribers === 8,
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const values = { size: SIZE, subscribers, stride: 64 };
      const { endpoint } = await stage.bind('pub-sub', 'publisher', { ...values, endpoint: stage.endpoint('tcp') });
      return await stage.report<Figures>(stage.start('pub-sub', 'subscribers', { ...values, endpoint }), 'result');
    },
  };
}

function withTopics(topics: number): Case {
  return {
    name: `${topics.toLocaleString('en')} ${topics === 1 ? 'topic' : 'topics'} subscribed, 1 % matching`,
    metrics: [{ name: 'rate', unit: 'publications/s', better: 'more' }],
    quick: topics === 1000,
    // On libzmq, whether in C, in Python or in Node, a PUB that never pauses has not taken in so many subscriptions after
    // a minute: those peers would be waited for and then left out.
    ...(topics > 1000 ? { peers: ['zmtp'] } : {}),
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const { endpoint } = await stage.bind('pub-sub', 'topicPublisher', { topics, endpoint: stage.endpoint('tcp') });
      return await stage.report<Figures>(stage.start('pub-sub', 'topicSubscriber', { topics, endpoint }), 'result');
    },
  };
}

export const PUB_SUB: Scenario = {
  name: 'pub-sub',
  title: `A PUB that publishes as fast as it can over tcp, ${SIZE} B, and SUBs in another process: what arrives is counted.`,
  program: 'pub-sub',
  cases: [...[1, 8, 64].map(toSubscribers), ...[1, 1000, 100_000].map(withTopics)],
};
