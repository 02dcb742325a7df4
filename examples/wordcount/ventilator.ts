import { ZMQPush } from '@zeromq-ts/pushpull';

// ipc where there is such a thing; `*` makes up a temporary path, or finds a free port.
const ENDPOINT = process.platform === 'win32' ? 'tcp://127.0.0.1:*' : 'ipc://*';

/** Hands tasks out to the workers that are connected, in turn. */
export class Ventilator {
  readonly #files: readonly string[];
  // Workers come and go, so this side binds. With a low high-water mark `send` waits for workers that have room.
  readonly #socket = new ZMQPush(`@${ENDPOINT}`, { sendHighWaterMark: 4, linger: 0 });
  #busy: Promise<void> = Promise.resolve();

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** Where workers connect. */
  async endpoint(): Promise<string> {
    await this.#socket.ready;
    return this.#socket.endpoint ?? '';
  }

  /** Resolves once so many workers are there: the first one must not get all the tasks. */
  async workers(count: number): Promise<void> {
    await this.#socket.connected({ peers: count });
  }

  /** Hands tasks out, after those that are being handed out already. */
  handOut(tasks: Iterable<number>): Promise<void> {
    this.#busy = this.#handOutAfter(this.#busy, tasks);
    return this.#busy;
  }

  async close(): Promise<void> {
    await this.#socket.close();
  }

  async #handOutAfter(others: Promise<void>, tasks: Iterable<number>): Promise<void> {
    await others;
    for (const task of tasks) await this.#socket.send([String(task), this.#files[task] ?? '']);
  }
}
