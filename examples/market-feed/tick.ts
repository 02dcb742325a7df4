import { json, withTopic } from '@zeromq-ts/typed';

export interface Tick {
  readonly symbol: string;
  readonly price: number;
}

/** How a price travels: the symbol is the topic, and JSON follows it. */
export const tick = withTopic((value: Tick) => value.symbol, json<Tick>());
