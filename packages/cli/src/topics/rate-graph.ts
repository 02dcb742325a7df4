import { performance } from '@zeromq-ts/core/spi';
import type { MessageSink } from '../exchange/message-sink.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { graphText, rateJSON, rateLine } from './graph-text.js';
import { LiveCounts } from './live-counts.js';
import { RateSeries } from './rate-series.js';

/** How long a bar is. */
const BAR_MS = 1000;

/** What `--graph` writes instead of messages: how many have come in each second. */
export function rateGraph(flags: Flags, io: CommandIO): MessageSink {
  const bar = Math.max(1, flags.number('interval') ?? BAR_MS);
  return new LiveCounts(flags, io, {
    name: '--graph',
    counts: new RateSeries(performance.now(), bar),
    forms: { whole: graphText, line: rateLine, json: rateJSON },
    interval: bar,
  });
}
