import type { OptionRules, ResolvedOptions, SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { acceptedOptions } from '../../../core/src/options/accepted-options.js';
import { SECURITY_OPTION_NAMES } from '../../../core/src/options/option-accessors.js';
import { resolveOptions } from '../../../core/src/options/resolve-options.js';
import { DEALER } from '../../../dealerrouter/src/zmq-dealer.js';
import { ROUTER } from '../../../dealerrouter/src/zmq-router.js';
import { PAIR } from '../../../pair/src/zmq-pair.js';
import { PUB } from '../../../pubsub/src/zmq-publisher.js';
import { SUB } from '../../../pubsub/src/zmq-subscriber.js';
import { XPUB } from '../../../pubsub/src/zmq-xpublisher.js';
import { XSUB } from '../../../pubsub/src/zmq-xsubscriber.js';
import { PULL } from '../../../pushpull/src/zmq-pull.js';
import { PUSH } from '../../../pushpull/src/zmq-push.js';
import { REP } from '../../../reqrep/src/zmq-reply.js';
import { REQ } from '../../../reqrep/src/zmq-request.js';
import { zmtp } from '../../src/index.js';

const DEFINITIONS = { REQ, REP, PUB, SUB, XPUB, XSUB, PUSH, PULL, DEALER, ROUTER, PAIR } as const;

export type SocketType = keyof typeof DEFINITIONS;

export const SOCKET_TYPES = Object.keys(DEFINITIONS) as readonly SocketType[];

/** The rules of all options that a socket type has on the engine zmtp. */
export function rulesOf(type: SocketType): OptionRules {
  return acceptedOptions(DEFINITIONS[type], zmtp).rules;
}

/** The names of all options that some socket type has. */
export const ALL_OPTIONS: readonly string[] = [...new Set(SOCKET_TYPES.flatMap((type) => Object.keys(rulesOf(type))))];

export const SECURITY: ReadonlySet<string> = new Set(SECURITY_OPTION_NAMES);

/** The options of a socket of this type on the engine zmtp, when it is given these. */
export function optionsOf(type: SocketType, options: object): ResolvedOptions {
  const definition = DEFINITIONS[type] as SocketTypeDefinition;
  return resolveOptions(type, options, acceptedOptions(definition, zmtp));
}
