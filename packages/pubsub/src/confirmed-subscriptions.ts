import type { SocketCore } from '@zeromq-ts/core/spi';
import { rejectWithinBudget, ZMQError } from '@zeromq-ts/core/spi';
import { confirmCommand } from './confirmation.js';
import type { SubscribedOptions } from './known-subscribers.js';
import { checkSubscribedOptions } from './known-subscribers.js';

/** The questions of a SUB or XSUB whether its subscriptions have arrived. */
export class ConfirmedSubscriptions {
  readonly #core: SocketCore;
  #asked = 0;

  constructor(core: SocketCore) {
    this.#core = core;
  }

  /** Resolves once publishers have confirmed all subscriptions made so far. */
  async wait(options: SubscribedOptions): Promise<void> {
    checkSubscribedOptions(options);
    const { engine, engineName } = this.#core;
    this.#core.assertOpen();
    if (engine.confirmations === undefined) {
      return rejectWithinBudget(
        new ZMQError(
          'ENOTSUP',
          `The engine ${engineName} cannot ask publishers to confirm subscriptions. Wait at the publisher, with ` +
            'subscribed(topic), or choose the engine zmtp.',
        ),
      );
    }
    const number = ++this.#asked;
    engine.command?.(confirmCommand(number));
    const { peers = 1 } = options;
    const who = peers === 1 ? 'No publisher' : `Fewer than ${peers} publishers`;
    await this.#core.waitInTurn(
      () => (engine.confirmations?.(number) ?? 0) >= peers,
      `${who} confirmed the subscriptions (those of zeromq-ts on the engine zmtp do, others do not)`,
      options,
    );
  }
}
