import { parseCommand } from './command.js';
import type { DecoderSink } from './decoder-sink.js';

const LONGEST_CONTEXT = 16;

/** Tells what a command says. One that is unknown, malformed, or nothing to this socket type, is passed over. */
export function tellCommand(body: Buffer, subscriptions: boolean, sink: DecoderSink): void {
  const command = parseCommand(body);
  if (command === undefined) return;
  const { name, data } = command;
  if (name === 'SUBSCRIBE') {
    if (subscriptions) sink.subscribe(data);
  } else if (name === 'CANCEL') {
    if (subscriptions) sink.cancel(data);
  } else if (name === 'PING') {
    if (data.length >= 2) sink.ping(data.readUInt16BE(0) * 100, data.subarray(2, 2 + LONGEST_CONTEXT));
  } else if (name === 'PONG') {
    sink.pong(data.subarray(0, LONGEST_CONTEXT));
  }
}

/** Tells of a subscription in the form of a message (RFC 23, "Publish-Subscribe"): of one frame, 01 or 00 and the topic. */
export function tellSubscription(body: Buffer, sink: DecoderSink): boolean {
  const kind = body[0];
  if (kind === 1) sink.subscribe(body.subarray(1));
  else if (kind === 0) sink.cancel(body.subarray(1));
  else return false;
  return true;
}
