import { join } from 'node:path';
import type { Message } from '@zeromq-ts/core';
import { framesInPlace } from '@zeromq-ts/core/spi';
import type { MessageRecorder, RecorderState, RecordingEnd } from '@zeromq-ts/dashboard';
import { RecordingFiles, type RecordingHeaderInput, RecordingWriter } from '@zeromq-ts/recording';
import type { Report } from '../output/report.js';
import { recordingFailure } from '../recordings/recording-failure.js';
import { VERSION } from '../version.js';

/** Records to new files in a folder, which are named for when they begin. When the disk is too slow, messages are dropped and counted. */
export class FolderRecorder implements MessageRecorder {
  readonly #folder: string;
  readonly #header: RecordingHeaderInput;
  readonly #report: Report;
  #writer: RecordingWriter | undefined;
  #isOpen = false;
  #name = '';
  #error = '';

  /** @param header What the first line of each file says. */
  constructor(folder: string, header: RecordingHeaderInput, report: Report) {
    this.#folder = folder;
    this.#header = header;
    this.#report = report;
  }

  get state(): RecorderState {
    return {
      isRecording: this.#isOpen,
      name: this.#name,
      count: this.#writer?.count ?? 0,
      dropped: this.#writer?.dropped ?? 0,
      error: this.#error,
    };
  }

  async start(): Promise<void> {
    this.#name = `zmq-${new Date().toISOString().replace(/[-:.]/gu, '')}.zmqrec.jsonl`;
    this.#error = '';
    const files = new RecordingFiles(join(this.#folder, this.#name));
    try {
      const writer = new RecordingWriter(files, { ...this.#header, tool: `zmq ${VERSION}` });
      await writer.open();
      writer.failed.addEventListener('abort', () => void this.#fail(writer.failed.reason));
      this.#writer = writer;
      this.#isOpen = true;
    } catch (error) {
      await files.close().catch(() => {});
      await this.#fail(error);
      throw error;
    }
    this.#report.info(`recording to ${this.#name}`, 'recording', { file: this.#name });
  }

  take(message: Message): void {
    if (this.#isOpen) this.#writer?.frames(framesInPlace(message), this.#writer.time);
  }

  async stop(reason: RecordingEnd): Promise<void> {
    if (!this.#isOpen || this.#writer === undefined) return;
    this.#isOpen = false;
    try {
      const { count, dropped } = await this.#writer.end(reason);
      this.#report.info(`recorded ${count} messages to ${this.#name}, dropped ${dropped}`, 'recorded', {
        file: this.#name,
        count,
        dropped,
        reason,
      });
      if (reason === 'full')
        this.#report.warn(`${this.#name} has reached its limit (--record-max-size): no longer recording`);
    } catch (error) {
      await this.#fail(error);
      throw error;
    }
  }

  /** Once for each recording: pages have the reason in words, without the folder. */
  async #fail(reason: unknown): Promise<void> {
    if (this.#error !== '') return;
    const { message } = recordingFailure(this.#name, reason) as Error;
    this.#error = message;
    this.#report.warn(`no longer recording: ${message}`);
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#writer?.end('error').catch(() => {});
  }
}
