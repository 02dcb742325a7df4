import type { WaitOptions } from '@zeromq-ts/core';
import type { SocketCore } from '@zeromq-ts/core/spi';
import {
  belowMethod,
  checkCallOptions,
  checkCount,
  showValue,
  WAIT_OPTION_CHECKS,
  ZMQError,
} from '@zeromq-ts/core/spi';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';

/** Options of `subscribed` of a publisher and of a subscriber. */
export interface SubscribedOptions extends WaitOptions {
  /** The number of peers. Default 1. More than 1 requires the engine `zmtp`. */
  readonly peers?: number | undefined;
}

const SUBSCRIBED_OPTION_CHECKS = { peers: checkCount(), ...WAIT_OPTION_CHECKS };

/** Checks the options of `subscribed`. @throws ZMQError `EINVAL` */
export function checkSubscribedOptions(options: SubscribedOptions): void {
  checkCallOptions('subscribed', options, SUBSCRIBED_OPTION_CHECKS);
}

/** Waits until peers of a PUB or XPUB have subscribed to a topic. */
export async function waitForSubscribers(
  core: SocketCore,
  topic: Topic | undefined,
  options: SubscribedOptions,
): Promise<void> {
  const bytes = topic === undefined ? undefined : topicBytes(topic, 'subscribed');
  checkSubscribedOptions(options);
  const { engine, engineName } = core;
  const { peers = 1 } = options;
  assertKnown(core);
  if (peers !== 1 && engine.subscriberCount === undefined) {
    throw new ZMQError('ENOTSUP', `The engine ${engineName} does not count subscribers: leave out peers.`);
  }
  const enough = (): boolean =>
    peers === 1 ? engine.hasSubscriber?.(bytes) === true : (engine.subscriberCount?.(bytes) ?? 0) >= peers;
  const who = peers === 1 ? 'No peer' : `Fewer than ${peers} peers`;
  const waiting = core.waitInTurn(
    enough,
    topic === undefined ? `${who} subscribed` : `${who} subscribed to ${showValue(topic)}`,
    options,
  );
  await waiting.catch((error: unknown) => {
    throw error instanceof ZMQError ? belowMethod(error, 'subscribed') : error;
  });
}

/** Whether a peer of a PUB or XPUB has subscribed to a topic. */
export function hasSubscribers(core: SocketCore, topic: Topic | undefined): boolean {
  const bytes = topic === undefined ? undefined : topicBytes(topic, 'hasSubscribers');
  core.assertOpen();
  assertKnown(core);
  return core.engine.hasSubscriber?.(bytes) === true;
}

function assertKnown({ engine, engineName }: SocketCore): void {
  if (engine.hasSubscriber !== undefined) return;
  throw new ZMQError('ENOTSUP', `The engine ${engineName} does not report subscriptions.`);
}
