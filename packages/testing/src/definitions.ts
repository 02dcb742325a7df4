import { acceptedOptions } from '../../core/src/options/accepted-options.js';
import { resolveOptions } from '../../core/src/options/resolve-options.js';
import type { OptionRules, ResolvedOptions, SocketTypeDefinition } from '../../core/src/spi.js';
import { CONFLATE_OPTIONS, PROBE_ROUTER_OPTIONS, ROUTING_ID_OPTIONS, ZMTP_SECURITY } from '../../core/src/spi.js';

const SENDS_AND_RECEIVES = { sends: true, receives: true } as const;

/** The traits of the types of RFC 28 to 31 and 37, and their numbers in zmq.h, as the pattern packages have them. */
const TRAITS = {
  REQ: {
    peers: ['REP', 'ROUTER'],
    muteAction: 'block',
    sendsIdentity: true,
    lockstep: 'send-first',
    libzmq: { type: 3 },
  },
  REP: { peers: ['REQ', 'DEALER'], lockstep: 'receive-first', libzmq: { type: 4 } },
  DEALER: { peers: ['REP', 'DEALER', 'ROUTER'], muteAction: 'block', sendsIdentity: true, libzmq: { type: 5 } },
  ROUTER: { peers: ['REQ', 'DEALER', 'ROUTER'], sendsIdentity: true, routingIdFrame: true, libzmq: { type: 6 } },
  PUB: {
    peers: ['SUB', 'XSUB'],
    receives: false,
    subscriptions: 'received',
    peerCommands: ['SUBSCRIBE', 'CANCEL'],
    libzmq: { type: 1, observableType: 9 },
  },
  XPUB: {
    peers: ['SUB', 'XSUB'],
    subscriptions: 'received',
    peerCommands: ['SUBSCRIBE', 'CANCEL'],
    libzmq: { type: 9 },
  },
  SUB: { peers: ['PUB', 'XPUB'], sends: false, subscriptions: 'sent', libzmq: { type: 2 } },
  XSUB: { peers: ['PUB', 'XPUB'], subscriptions: 'sent', libzmq: { type: 10 } },
  PUSH: { peers: ['PULL'], receives: false, muteAction: 'block', libzmq: { type: 8 } },
  PULL: { peers: ['PUSH'], sends: false, libzmq: { type: 7 } },
  PAIR: { peers: ['PAIR'], muteAction: 'block', exclusive: true, libzmq: { type: 0 } },
} as const satisfies Record<string, Partial<SocketTypeDefinition>>;

export type RfcSocketType = keyof typeof TRAITS;

export const RFC_SOCKET_TYPES = Object.keys(TRAITS) as readonly RfcSocketType[];

/** A definition of a type without its pattern package: no routing, no exchange. */
export function definitionOf(type: RfcSocketType, className = `ZMQ${type}`): SocketTypeDefinition {
  return { seam: 'routing@2', type, className, defaultAction: 'connect', ...SENDS_AND_RECEIVES, ...TRAITS[type] };
}

/** Options as a socket of this type would resolve them, with those that engines look at. */
export function optionsOf(
  type: RfcSocketType,
  options: object,
  transports: readonly OptionRules[] = [],
): ResolvedOptions {
  const ofType = { ...ROUTING_ID_OPTIONS, ...PROBE_ROUTER_OPTIONS, ...CONFLATE_OPTIONS };
  const definition = { ...definitionOf(type), options: ofType };
  return resolveOptions(type, options, acceptedOptions(definition, { options: transports, security: ZMTP_SECURITY }));
}
