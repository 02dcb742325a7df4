import type { RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { ROUTING_ID_OPTIONS } from '@zeromq-ts/core/spi';
import { TURN_OPTIONS, type TurnOptions } from './turn-options.js';

/** Options of a `ZMQReply`. */
export interface ReplyOptions extends SocketOptions, RoutingIdOptions, TurnOptions {}

/** The rules of the options that only some sockets have. */
export const REPLY_OPTIONS = {
  ...ROUTING_ID_OPTIONS,
  ...TURN_OPTIONS,
} satisfies OptionRules<Omit<ReplyOptions, keyof SocketOptions>>;
