import { json, withTopic } from '@zeromq-ts/typed';
import { z } from 'zod';

const Tick = z.object({ symbol: z.string(), price: z.number() });
export type Tick = z.infer<typeof Tick>;
/** How a price travels: the symbol is the topic, and JSON follows it. */
export const tick = withTopic(({ symbol }) => symbol, json(Tick));
