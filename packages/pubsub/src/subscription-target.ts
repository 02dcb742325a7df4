import type { SocketCore } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { SubscriptionTarget } from './subscriptions.js';

/**
 * The part of an engine's socket that takes subscriptions.
 *
 * @throws ZMQError `ENOTSUP` when the engine has none.
 */
export function subscriptionTarget(core: SocketCore): SubscriptionTarget {
  const { engine } = core;
  if (engine.subscribe === undefined || engine.unsubscribe === undefined) {
    throw new ZMQError(
      'ENOTSUP',
      `The engine ${core.engineName} cannot subscribe a ${core.definition.className}. Choose another engine.`,
    );
  }
  return engine as typeof engine & SubscriptionTarget;
}
