// What a page has that subscribes, for every bundler.
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import '@zeromq-ts/websocket';

/** @param {string} endpoint @returns {Promise<string[]>} what came first, and the globals of Node that are there. */
export async function first(endpoint) {
  const subscriber = new ZMQSubscriber(endpoint, 'news');
  const message = await subscriber.receive({ timeout: 15_000 });
  await subscriber.close();
  const globals = ['process', 'Buffer', 'global', 'require', 'setImmediate'].filter((name) => name in globalThis);
  return [message.text(0), message.text(1), ...globals];
}

/** @param {string} endpoint @param {object} options @returns {string} the error of connecting to it. */
export function refusal(endpoint, options = {}) {
  try {
    void new ZMQSubscriber(endpoint, '', options);
    return 'nothing';
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
}
