import type { Message, MessagesOptions } from '@zeromq-ts/core';

/** A socket whose messages are shown: any that receives. */
export interface TailSocket {
  readonly type: string;
  readonly endpoint: string | null;
  messages(options?: MessagesOptions): AsyncIterable<Message>;
}

/** How a {@link MessageRecorder} is. */
export interface RecorderState {
  readonly isRecording: boolean;
  /** What the recording is called, or the last one was; empty before there was any. */
  readonly name: string;
  /** Messages in it. */
  readonly count: number;
  /** Messages that had no room. */
  readonly dropped: number;
  /** Why the last recording has failed; empty if it has not. */
  readonly error: string;
}

/** Why a recording ends: a page has asked for it, it has reached its limit, or the dashboard is closed. */
export type RecordingEnd = 'stopped' | 'full' | 'closed';

/** Records messages when someone asks for it on a page. It alone decides where to: a page says nothing but to start and to stop. */
export interface MessageRecorder {
  readonly state: RecorderState;
  /** Begins a recording. Not called while there is one. */
  start(): Promise<void>;
  /** Takes a message; called for all that come while it records. */
  take(message: Message, socket: TailSocket): void;
  /**
   * Ends the recording; does nothing when there is none.
   *
   * @param reason Why it ends.
   */
  stop(reason: RecordingEnd): Promise<void>;
}

/** Messages that pages show as they come. */
export interface TailOptions {
  /**
   * Sockets that receive copies of messages: SUB, or a PULL or SUB at the capture endpoint of a proxy. The dashboard reads them
   * alone, all the time, and what it reads is nowhere else. You close them.
   */
  readonly sockets: readonly TailSocket[];
  /**
   * Whether the first KiB of each message is sent to pages, of at most 50 messages a second. Default: false. Pages
   * show the number of frames and bytes then.
   */
  readonly showMessages?: boolean | undefined;
  /** Records on request of a page, whose requests are authorized like all others. Default: none, and no page can change anything. */
  readonly recorder?: MessageRecorder | undefined;
  /**
   * The size at which a recording ends: bytes of frames, with 64 more for each message and 4 for each frame, which is about
   * what a file has beside them. The message that passes the limit is recorded. Default: 1 073 741 824 (1 GiB); `Infinity` is
   * no limit.
   */
  readonly maxRecordingBytes?: number | undefined;
}
