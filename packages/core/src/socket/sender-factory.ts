import { Sender } from './sender.js';
import type { SenderEvents, SenderHost } from './sender-host.js';

/** Makes what sends for a socket. A socket that only receives has none, so that its bundle has nothing of it. */
export type SenderFactory = (host: SenderHost, events: SenderEvents) => Sender;

/** Of every socket that sends. */
export const senderOf: SenderFactory = (host, events) => new Sender(host, events);
