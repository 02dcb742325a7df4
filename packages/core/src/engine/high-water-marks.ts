import type { TotalWeight } from '../queue/weighed-queue.js';

/** How many messages, and how much of them, wait in a pipe. */
export interface PipeMarks {
  /** Messages; 0: no limit. */
  readonly sendHighWaterMark: number;
  readonly receiveHighWaterMark: number;
  /** Bytes, as `weightOfMessage` counts them; 0: no limit. */
  readonly sendHighWaterMarkBytes: number;
  readonly receiveHighWaterMarkBytes: number;
}

/** How much a pipe holds. */
export interface PipeLimits extends PipeMarks {
  /** What has come in at all pipes of the socket. While it is exceeded, each pipe takes one message at a time. */
  readonly incomingTotal: TotalWeight;
  /** Only the newest message is kept, in either direction. */
  readonly conflate: boolean;
}

/** The high-water marks of one queue: it is full when it has reached one of them, and low at half of both. */
export class HighWaterMarks {
  /** Messages. */
  readonly count: number;
  readonly bytes: number;

  /** 0 is no limit. */
  constructor(count: number, bytes: number) {
    this.count = count || Infinity;
    this.bytes = bytes || Infinity;
  }

  reachedBy(count: number, bytes: number): boolean {
    return count >= this.count || bytes >= this.bytes;
  }

  /** libzmq's low-water mark. */
  isLow(count: number, bytes: number): boolean {
    return count <= this.count / 2 && bytes <= this.bytes / 2;
  }
}
