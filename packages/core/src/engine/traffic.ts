/** Counts what goes through one socket. Plain fields: they are incremented for every message. */
export class Traffic {
  messagesSent = 0;
  bytesSent = 0;
  messagesReceived = 0;
  bytesReceived = 0;
}
