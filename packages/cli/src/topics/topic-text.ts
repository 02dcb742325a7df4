import { frameToJSON } from '../messages/json-message.js';
import { jsonLine } from '../output/json-line.js';
import { printable } from '../output/printable.js';
import type { TopicLook } from './topic-table.js';

const HEAD = ['MESSAGES', 'PER SECOND', 'BYTES', 'AGE', 'TOPIC'];

/** A look at topics as a table, of lines of at most `width` characters. */
export function topicTable(look: TopicLook, width = Infinity): string {
  const rows = look.top.map(({ topic, messages, messagesPerSecond, bytes, age }) => [
    `${messages}`,
    rate(messagesPerSecond),
    `${bytes}`,
    `${(age / 1000).toFixed(1)} s`,
    printable(topic),
  ]);
  const other = look.other.messages > 0 ? [[`${look.other.messages}`, '', `${look.other.bytes}`, '', 'other']] : [];
  const all = [HEAD, ...rows, ...other];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, column) => (column === HEAD.length - 1 ? cell : cell.padStart(widths[column] ?? 0))).join('  '),
  );
  return [summary(look), ...lines].map((line) => `${cut(line, width)}\n`).join('');
}

/** A look at topics as one line. */
export function topicLine(look: TopicLook, time: Date): string {
  const top = look.top
    .filter(({ messagesPerSecond }) => messagesPerSecond > 0)
    .map(({ topic, messagesPerSecond }) => `${printable(topic)} ${rate(messagesPerSecond)}/s`);
  return `${time.toISOString()}  ${[summary(look), ...top].join('; ')}\n`;
}

/** A look at topics as JSON. */
export function topicJSON(look: TopicLook, time: Date): string {
  const top = look.top.map(({ topic, messages, bytes, messagesPerSecond, age }) => ({
    topic: frameToJSON(topic),
    messages,
    messagesPerSecond: rounded(messagesPerSecond),
    bytes,
    age: Math.round(age),
  }));
  const { seconds, topics, messages, bytes, messagesPerSecond, bytesPerSecond, other } = look;
  const rates = { messagesPerSecond: rounded(messagesPerSecond), bytesPerSecond: rounded(bytesPerSecond) };
  return `${jsonLine({ t: time.toISOString(), seconds, topics, messages, bytes, ...rates, top, other })}\n`;
}

function summary({ topics, messages, bytes, messagesPerSecond, bytesPerSecond, other }: TopicLook): string {
  return [
    other.messages > 0 ? `more than ${topics} topics` : counted(topics, 'topic'),
    `${counted(messages, 'message')}, ${rate(messagesPerSecond)}/s`,
    `${counted(bytes, 'byte')}, ${rate(bytesPerSecond)}/s`,
  ].join('; ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function rate(perSecond: number): string {
  return perSecond.toFixed(1);
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}

/** A line that does not go on in the next row of a terminal, where many characters are two columns wide. */
function cut(line: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const character of line) {
    used += (character.codePointAt(0) ?? 0) < 0x300 ? 1 : 2;
    if (used > width) return kept;
    kept += character;
  }
  return kept;
}
