import type { PeerCommand, SocketCore } from '@zeromq-ts/core/spi';
import { cancelCommand, subscribeCommand, ZMQError } from '@zeromq-ts/core/spi';
import type { SubscriptionTarget } from './subscriptions.js';

/**
 * The part of an engine's socket that takes subscriptions.
 *
 * @throws ZMQError `ENOTSUP` when the engine has none.
 */
export function subscriptionTarget(core: SocketCore): SubscriptionTarget {
  const { engine } = core;
  if (engine.command === undefined) {
    throw new ZMQError(
      'ENOTSUP',
      `The engine ${core.engineName} cannot subscribe a ${core.definition.className}. Choose another engine.`,
    );
  }
  const target = engine as typeof engine & { command(command: PeerCommand): void };
  return {
    subscribe: (topic) => target.command(subscribeCommand(topic)),
    unsubscribe: (topic) => target.command(cancelCommand(topic)),
  };
}
