import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { parseCommand } from './command.js';
import type { MessageEvents } from './message-assembler.js';

const MAX_CONTEXT_BYTES = 16;

/** Tells what a command says. One that is unknown, malformed, or not asked for, is passed over. */
export function tellCommand(body: Buffer, asked: readonly string[], sink: MessageEvents): void {
  const command = parseCommand(body);
  if (command === undefined) return;
  const { name, data } = command;
  if (name === 'PING') {
    if (data.length >= 2) sink.ping(data.readUInt16BE(0) * 100, data.subarray(2, 2 + MAX_CONTEXT_BYTES));
  } else if (name === 'PONG') {
    sink.pong(data.subarray(0, MAX_CONTEXT_BYTES));
  } else if (asked.includes(name)) {
    sink.command(command);
  }
}

/** Encodes a subscription as a message (RFC 23, "Publish-Subscribe"): of one frame, 01 or 00 and the topic. */
export function tellSubscription(body: Buffer, sink: MessageEvents): boolean {
  const kind = body[0];
  if (kind === 1) sink.command(subscribeCommand(body.subarray(1)));
  else if (kind === 0) sink.command(cancelCommand(body.subarray(1)));
  else return false;
  return true;
}
