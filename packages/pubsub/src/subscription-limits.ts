import { ZMQError } from '@zeromq-ts/core/spi';

/**
 * What one peer may have subscribed to at a time: a million topics, which take some 170 MiB, or 64 MiB in fewer of them.
 * More than any honest peer has, and less than would bring the process down.
 */
export const MOST_TOPICS = 2 ** 20;
export const MOST_TOPIC_OCTETS = 64 * 2 ** 20;

/**
 * What an XPUB keeps for an application that does not receive: as many messages, and as many octets in them. When there
 * are more, the oldest go. They are news of subscriptions, which count all the same.
 */
export const MOST_NEWS = 2 ** 20;
export const MOST_NEWS_OCTETS = 64 * 2 ** 20;

/** Whether a peer has subscribed to more than it may. */
export function tooMany({ topics, octets }: { readonly topics: number; readonly octets: number }): boolean {
  return topics > MOST_TOPICS || octets > MOST_TOPIC_OCTETS;
}

/** Why a peer is let go of that has. */
export function tooManyTopics(): ZMQError {
  return new ZMQError(
    'ENOBUFS',
    `The peer has subscribed to more than ${MOST_TOPICS} topics, or to topics of more than ${MOST_TOPIC_OCTETS} octets together.`,
  );
}
