/** One message in so many has a topic that is subscribed. */
export const MATCHING = 100;

/** The topics that are subscribed: `t000000`, `t000001`, … */
export function subscribedTopics(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `t${String(index).padStart(6, '0')}`);
}

/**
 * What is published: turn `n` sends `matching[n % length]`, then all of `others`.
 *
 * Every other matching message has the topic that is subscribed last, so that the receiver knows when everything is
 * subscribed; `others` differ from what is subscribed in the first digit alone.
 */
export function publications(count: number): {
  readonly matching: readonly Buffer[];
  readonly others: readonly Buffer[];
} {
  const last = subscribedTopics(count).at(-1) ?? '';
  return {
    matching: subscribedTopics(count).flatMap((topic) => [message(last), message(topic)]),
    others: Array.from({ length: MATCHING - 1 }, (_, index) => message(`t9${String(index * 997).padStart(5, '0')}`)),
  };
}

function message(topic: string): Buffer {
  return Buffer.from(`${topic} 12345678`);
}
