import { performance } from '@zeromq-ts/core/spi';
import type { MessageSink } from '../exchange/message-sink.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { LiveCounts } from './live-counts.js';
import { TopicTable } from './topic-table.js';
import { topicJSON, topicLine, topicTable } from './topic-text.js';

/** What `--report` writes instead of messages: how many have come of each topic. */
export function topicReport(flags: Flags, io: CommandIO): MessageSink {
  return new LiveCounts(flags, io, {
    name: '--report',
    counts: new TopicTable(performance.now()),
    forms: { whole: topicTable, line: topicLine, json: topicJSON },
    interval: 1000,
  });
}
