import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import type { Message } from '@zeromq-ts/core';
import { describe, expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import type { ForeignPeer } from './foreign-peer.js';
import { countedAs, describeMeetings, meet } from './meetings.js';
import { PAYLOADS } from './payloads.js';

const text = (value: string): Buffer => Buffer.from(value);

// RFC 29: a subscription message is 1 and the topic, its cancellation 0 and the topic.
const subscription = (topic: string): Buffer => text(`\u0001${topic}`);
const cancellation = (topic: string): Buffer => text(`\u0000${topic}`);

const TOPIC = text('topic');

interface Subscriber {
  receive(): Promise<Message>;
  tryReceive(): Message | undefined;
}

/** Lets a PUB, which cannot tell, publish until the first message gets through; takes those out again. */
async function untilHeard(peer: ForeignPeer, subscriber: Subscriber): Promise<void> {
  do await peer.send(TOPIC, text('heard?'));
  while (subscriber.tryReceive() === undefined);
  await peer.send(TOPIC, text('end'));
  while ((await subscriber.receive()).text(1) !== 'end');
}

describeMeetings('PUB/SUB', (meeting) => {
  const { engine } = meeting;
  const extended = { meta: countedAs('XPUB/XSUB', meeting) };

  describe.each(['SUB', 'XSUB'] as const)('to their %s', (theirType) => {
    const subscribe = (peer: ForeignPeer, topic: string): Promise<void> =>
      theirType === 'SUB' ? peer.subscribe(text(topic)) : peer.send(subscription(topic));
    const unsubscribe = (peer: ForeignPeer, topic: string): Promise<void> =>
      theirType === 'SUB' ? peer.unsubscribe(text(topic)) : peer.send(cancellation(topic));

    it('our PUB publishes what was subscribed', async () => {
      const publisher = new ZMQPublisher(undefined, { engine });
      const peer = await meet(meeting, publisher, theirType);
      await subscribe(peer, 'topic');
      // A socket that is bound takes in new peers while it is used, here by receiving.
      const first = peer.receive();
      await publisher.subscribed('topic');
      await publisher.send(TOPIC);
      expect(fingerprints(await first)).toEqual(fingerprints([TOPIC]));
      for (const { what, frames } of PAYLOADS) {
        await publisher.send(['other', ...frames]);
        await publisher.send([TOPIC, ...frames]);
        expect(fingerprints(await peer.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    it('our XPUB sees subscriptions and cancellations, and publishes', extended, async () => {
      const publisher = new ZMQXPublisher(undefined, { engine });
      const peer = await meet(meeting, publisher, theirType);
      await subscribe(peer, 'topic');
      const first = peer.receive();
      expect(fingerprints(await publisher.receive())).toEqual(fingerprints([subscription('topic')]));
      await publisher.send(TOPIC);
      expect(fingerprints(await first)).toEqual(fingerprints([TOPIC]));
      for (const { what, frames } of PAYLOADS) {
        await publisher.send(['other', ...frames]);
        await publisher.send([TOPIC, ...frames]);
        expect(fingerprints(await peer.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      await subscribe(peer, 'second');
      expect(fingerprints(await publisher.receive())).toEqual(fingerprints([subscription('second')]));
      await unsubscribe(peer, 'topic');
      expect(fingerprints(await publisher.receive())).toEqual(fingerprints([cancellation('topic')]));
      await publisher.send('topic is not sent');
      await publisher.send('second is sent');
      expect(await peer.receiveText()).toBe('second is sent');
      expect(await peer.end()).toEqual(IN_PEACE);
    });
  });

  describe('from their PUB', () => {
    it('our SUB receives what it subscribed to', async () => {
      const subscriber = new ZMQSubscriber(undefined, ['topic'], { engine });
      const peer = await meet(meeting, subscriber, 'PUB');
      await untilHeard(peer, subscriber);
      for (const { what, frames } of PAYLOADS) {
        await peer.send(text('other'), ...frames);
        await peer.send(TOPIC, ...frames);
        expect(fingerprints(await subscriber.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    it('our SUB that was given no topic receives everything', async () => {
      const subscriber = new ZMQSubscriber(undefined, undefined, { engine });
      const peer = await meet(meeting, subscriber, 'PUB');
      await untilHeard(peer, subscriber);
      await peer.sendText('anything');
      expect((await subscriber.receive()).text()).toBe('anything');
      await peer.sendText('');
      expect((await subscriber.receive()).text()).toBe('');
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    it('our XSUB receives what it asked for by messages', extended, async () => {
      const subscriber = new ZMQXSubscriber(undefined, { engine });
      const peer = await meet(meeting, subscriber, 'PUB');
      await subscriber.send(subscription('topic'));
      await untilHeard(peer, subscriber);
      for (const { what, frames } of PAYLOADS) {
        await peer.send(text('other'), ...frames);
        await peer.send(TOPIC, ...frames);
        expect(fingerprints(await subscriber.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      expect(await peer.end()).toEqual(IN_PEACE);
    });
  });

  describe('from their XPUB', () => {
    it('our SUB subscribes, receives and unsubscribes', async () => {
      const subscriber = new ZMQSubscriber(undefined, ['topic'], { engine });
      const peer = await meet(meeting, subscriber, 'XPUB');
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([subscription('topic')]));
      for (const { what, frames } of PAYLOADS) {
        await peer.send(text('other'), ...frames);
        await peer.send(TOPIC, ...frames);
        expect(fingerprints(await subscriber.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      subscriber.subscribe('second');
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([subscription('second')]));
      subscriber.unsubscribe('topic');
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([cancellation('topic')]));
      await peer.sendText('topic is not received');
      await peer.sendText('second is received');
      expect((await subscriber.receive()).text()).toBe('second is received');
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    it('our SUB subscribes to topics of any octets and length', async () => {
      const topics = [Buffer.from([0, 255, 1]), Buffer.alloc(300, 0x7a), Buffer.alloc(0)];
      const subscriber = new ZMQSubscriber(undefined, [], { engine });
      const peer = await meet(meeting, subscriber, 'XPUB');
      for (const topic of topics) {
        subscriber.subscribe(topic);
        expect(fingerprints(await peer.receive())).toEqual(fingerprints([Buffer.concat([Buffer.of(1), topic])]));
      }
      for (const topic of topics) {
        await peer.send(topic);
        expect(fingerprints(await subscriber.receive())).toEqual(fingerprints([topic]));
      }
      expect(await peer.end()).toEqual(IN_PEACE);
    });

    it('our XSUB subscribes, receives and unsubscribes', extended, async () => {
      const subscriber = new ZMQXSubscriber(undefined, { engine });
      const peer = await meet(meeting, subscriber, 'XPUB');
      await subscriber.send(subscription('topic'));
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([subscription('topic')]));
      for (const { what, frames } of PAYLOADS) {
        await peer.send(text('other'), ...frames);
        await peer.send(TOPIC, ...frames);
        expect(fingerprints(await subscriber.receive()), what).toEqual(fingerprints([TOPIC, ...frames]));
      }
      await subscriber.send(cancellation('topic'));
      expect(fingerprints(await peer.receive())).toEqual(fingerprints([cancellation('topic')]));
      expect(await peer.end()).toEqual(IN_PEACE);
    });
  });
});
