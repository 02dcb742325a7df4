import type { MessageRecorder, RecorderState, RecordingEnd, TailOptions } from '@zeromq-ts/dashboard';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { onTestFinished } from 'vitest';
import { serve } from './server.js';

/** A publisher, and a dashboard that shows what it sends, until the test ends. */
export async function tailing(options: Partial<TailOptions> = {}) {
  const publisher = new ZMQPublisher();
  const endpoint = await publisher.bind('tcp://127.0.0.1:*');
  const subscriber = new ZMQSubscriber(endpoint, '');
  onTestFinished(async () => {
    await subscriber.close();
    await publisher.close();
  });
  await publisher.subscribed('');
  const served = await serve({ tail: { sockets: [subscriber], ...options } });
  return { ...served, publisher, subscriber, endpoint };
}

/** A recorder that counts. */
export class Counter implements MessageRecorder {
  state: RecorderState = { isRecording: false, name: '', count: 0, dropped: 0, error: '' };
  starts = 0;
  fails = false;
  /** Why its recordings have ended. */
  readonly ends: RecordingEnd[] = [];

  async start(): Promise<void> {
    this.starts++;
    await Promise.resolve();
    if (this.fails) {
      this.state = { ...this.state, error: 'the disk is full' };
      throw new Error('ENOSPC: /secret/folder');
    }
    this.state = { ...this.state, error: '', isRecording: true, name: 'one.zmqrec.jsonl', count: 0 };
  }

  take(): void {
    Object.assign(this.state, { count: this.state.count + 1 });
  }

  async stop(reason: RecordingEnd): Promise<void> {
    await Promise.resolve();
    this.ends.push(reason);
    this.state = { ...this.state, isRecording: false };
  }
}
