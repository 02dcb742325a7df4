// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers -- the module that is added to below
import type {} from '@zeromq-ts/core';
import type { OptionRule, OptionRules } from '@zeromq-ts/core/spi';
import { integerOption, MAX_DURATION_MS } from '@zeromq-ts/core/spi';

/** Options of transports over byte streams: tcp and ipc. */
export interface StreamOptions {
  /** The maximum number of connections waiting to be accepted. Default 100. libzmq: `ZMQ_BACKLOG`. */
  readonly backlog?: number | undefined;
  /**
   * The system's send buffer for each connection, in bytes; -1 for the operating-system default. Default -1. No effect
   * on the engine `zmtp`. libzmq: `ZMQ_SNDBUF`.
   */
  readonly sendBufferSize?: number | undefined;
  /**
   * The system's receive buffer for each connection, in bytes; -1 for the operating-system default. Default -1. No
   * effect on the engine `zmtp`. libzmq: `ZMQ_RCVBUF`.
   */
  readonly receiveBufferSize?: number | undefined;
}

/** @see StreamOptions */
export const STREAM_OPTIONS = {
  backlog: integerOption(100, 1, MAX_DURATION_MS, 'connections', { change: 'new endpoints', libzmq: 19 }),
  sendBufferSize: systemOption('bytes', 11),
  receiveBufferSize: systemOption('bytes', 12),
} satisfies OptionRules<StreamOptions>;

/** The defaults of the operating system. */
export function systemOption(unit: string, libzmq: number): OptionRule<number, number> {
  return {
    accepts: `${unit} from 1 to ${MAX_DURATION_MS}, or -1 for the system's default`,
    fallback: -1,
    change: 'new endpoints',
    libzmq,
    check: (value) =>
      Number.isInteger(value) && (value === -1 || ((value as number) >= 1 && (value as number) <= MAX_DURATION_MS)),
  };
}

declare module '@zeromq-ts/core' {
  interface TransportOptions extends StreamOptions {}
}
