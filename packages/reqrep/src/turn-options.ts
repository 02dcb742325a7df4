import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption } from '@zeromq-ts/core/spi';

/** The option of the types that send and receive in turns: REQ and REP. */
export interface TurnOptions {
  /**
   * Let `send` and `receive` that are out of turn wait for their turn, in the order of the calls, instead of being ignored
   * or rejected. They wait no longer than their timeout; sends that still wait for their turn when the socket is closed
   * reject with `ENOTSOCK`. Sends during a `request()` are ignored all the same. Default false.
   */
  readonly waitForTurn?: boolean | undefined;
}

/** The rule of {@link TurnOptions}. */
export const TURN_OPTIONS = {
  // The order of sends and receives stands above the engine.
  waitForTurn: flagOption({ change: 'at once' }),
} satisfies OptionRules<TurnOptions>;
