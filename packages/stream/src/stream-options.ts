import type { SecurityOptions, SocketOptions } from '@zeromq-ts/core';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption } from '@zeromq-ts/core/spi';

/** Options of a {@link ZMQStream}: those of every socket but for security, of which there is none. */
export interface StreamOptions extends Omit<SocketOptions, keyof SecurityOptions> {
  /**
   * Receive a message with an empty body when a connection is made, and another one when the peer has ended it. Default false.
   * libzmq: `ZMQ_STREAM_NOTIFY`, whose default is true.
   */
  readonly notify?: boolean | undefined;
}

/** The rules of the options that only this type has. */
export const STREAM_OPTIONS = {
  notify: { ...flagOption(), libzmq: (value: boolean) => [[73, value]] },
} satisfies OptionRules<Omit<StreamOptions, keyof SocketOptions>>;
