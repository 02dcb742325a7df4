import { jsonLine } from '../output/json-line.js';
import type { RateLook } from './rate-series.js';

/** How many lines the bars have. */
const HEIGHT = 8;

/** From nothing to a whole character. */
const EIGHTHS = [' ', '\u2581', '\u2582', '\u2583', '\u2584', '\u2585', '\u2586', '\u2587', '\u2588'];

/** A graph of the bars, the newest on the right, in lines of at most `width` characters. */
export function graphText(look: RateLook, width = Infinity): string {
  // The widest label that there may be: which bars are seen is not known before. At least one is there.
  const widest = rate(Math.max(...look.bars, 0)).length;
  const bars = look.bars.slice(-Math.max(1, Math.min(look.bars.length, width - widest - 3)));
  const highest = Math.max(...bars, 0);
  const labels = [rate(highest), rate(highest / 2), '0'];
  const margin = Math.max(...labels.map((label) => label.length));
  const lines = Array.from({ length: HEIGHT }, (_, line) => {
    const below = HEIGHT - 1 - line;
    const label = line === 0 ? labels[0] : line === HEIGHT / 2 ? labels[1] : '';
    const cells = bars.map((bar) => cell(highest === 0 ? 0 : (bar / highest) * HEIGHT - below));
    return `${(label ?? '').padStart(margin)} |${cells.join('')}`;
  });
  const foot = `${'0'.padStart(margin)} +${'-'.repeat(bars.length)}`;
  const span = `${' '.repeat(margin + 2)}last ${seconds(bars.length * look.barSeconds)}, messages a second`;
  return [summary(look), ...lines, foot, span].map((line) => `${line.slice(0, width).trimEnd()}\n`).join('');
}

/** A look as one line. */
export function rateLine(look: RateLook, time: Date): string {
  return `${time.toISOString()}  ${summary(look)}\n`;
}

/** A look as JSON. */
export function rateJSON(look: RateLook, time: Date): string {
  const { seconds: past, messages, messagesPerSecond, bytes, bytesPerSecond, bars, barSeconds } = look;
  return `${jsonLine({
    t: time.toISOString(),
    seconds: past,
    messages,
    messagesPerSecond: rounded(messagesPerSecond),
    bytes,
    bytesPerSecond: rounded(bytesPerSecond),
    barSeconds,
    bars: bars.map((bar) => rounded(bar)),
  })}\n`;
}

/** @param filled How much of the character, from 0 to 1; a message is never nothing. */
function cell(filled: number): string {
  const eighths = Math.ceil(Math.min(1, Math.max(0, filled)) * (EIGHTHS.length - 1));
  return EIGHTHS[eighths] ?? ' ';
}

function summary({ messages, messagesPerSecond, bytes, bytesPerSecond }: RateLook): string {
  return [
    `${messages} ${messages === 1 ? 'message' : 'messages'}, ${rate(messagesPerSecond)}/s`,
    `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}, ${rate(bytesPerSecond)}/s`,
  ].join('; ');
}

function seconds(time: number): string {
  return `${rounded(time)} s`;
}

function rate(perSecond: number): string {
  return perSecond.toFixed(1);
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
