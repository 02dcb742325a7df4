/**
 * Why a proxy dropped a message: `'transform'`, the transform returned nothing; `'error'`, the transform or the send
 * failed; `'capture'`, the capture socket had no room, and only the copy for it was dropped.
 */
export type ProxyDropReason = 'transform' | 'error' | 'capture';

/** Counters of one socket of a proxy. Bytes are those of the frames, without framing. */
export interface ProxySideStats {
  readonly messagesReceived: number;
  readonly framesReceived: number;
  readonly bytesReceived: number;
  readonly messagesSent: number;
  readonly framesSent: number;
  readonly bytesSent: number;
}

/** What {@link ZMQProxy.stats} returns. */
export interface ProxyStats {
  readonly frontend: ProxySideStats;
  readonly backend: ProxySideStats;
  /** Messages dropped, by reason. */
  readonly dropped: Readonly<Record<ProxyDropReason, number>>;
  /** Commands on the control socket that were not understood. */
  readonly unknownCommands: number;
  readonly running: boolean;
  readonly paused: boolean;
  /** When `run` was called, in milliseconds since the epoch; `undefined` before. */
  readonly startedAt: number | undefined;
}

/** The counters of one socket, while they count. */
export class SideCounters {
  messagesReceived = 0;
  framesReceived = 0;
  bytesReceived = 0;
  messagesSent = 0;
  framesSent = 0;
  bytesSent = 0;

  received(frames: number, bytes: number): void {
    this.messagesReceived++;
    this.framesReceived += frames;
    this.bytesReceived += bytes;
  }

  sent(frames: number, bytes: number): void {
    this.messagesSent++;
    this.framesSent += frames;
    this.bytesSent += bytes;
  }
}
