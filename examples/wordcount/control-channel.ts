import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQReply } from '@zeromq-ts/reqrep';
import type { Progress, Status } from './protocol.js';

const FREE = 'tcp://127.0.0.1:*';
const PUBLISH_INTERVAL_MS = 50;

/** What another program can ask for and watch while the job runs. */
export interface ControlEvents {
  progress(): Progress;
  status(): Status;
  stop(): void;
}

/** Live figures for any number of programs (PUB), and a control channel (REP): one word for a request, JSON for a reply. */
export class ControlChannel implements AsyncDisposable {
  readonly #figures = new ZMQPublisher(FREE);
  readonly #control = new ZMQReply(FREE);
  readonly #events: ControlEvents;
  readonly #timer: NodeJS.Timeout;
  readonly #serving: Promise<void>;

  constructor(events: ControlEvents) {
    this.#events = events;
    this.#timer = setInterval(() => this.publish('progress'), PUBLISH_INTERVAL_MS);
    this.#serving = this.#serve();
  }

  /** Resolves to where the sockets are, in words. */
  async description(): Promise<string> {
    await Promise.all([this.#figures.ready, this.#control.ready]);
    return `Live figures at ${this.#figures.endpoint} (PUB), control at ${this.#control.endpoint} (REP)`;
  }

  publish(topic: 'progress' | 'stopped'): void {
    void this.#figures.send(topic, () => JSON.stringify(this.#events.progress()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#figures.close({ linger: 100 }), this.#control.close({ linger: 100 })]);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    for await (const request of this.#control) {
      const reply = this.#answer(request.text());
      await this.#control.send(JSON.stringify(reply));
    }
  }

  #answer(request: string): object {
    if (request === 'status') return this.#events.status();
    if (request !== 'stop') return { error: `There is no request ${JSON.stringify(request)}: ask status or stop.` };
    this.publish('stopped');
    // Only after the reply has left.
    setImmediate(() => this.#events.stop());
    return {};
  }
}
