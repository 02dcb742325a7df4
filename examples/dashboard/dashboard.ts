import type { Server } from 'node:http';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { typed } from '@zeromq-ts/typed';
import '@zeromq-ts/websocket';
import { Prices } from '../market-feed/prices.js';
import { tick } from '../market-feed/tick.js';
import { servePage } from './page-server.js';

/** This file is run from `examples/dist/dashboard`. */
const PAGE = new URL('../../dashboard/page.html', import.meta.url);
const INTERVAL_MS = 100;

/** A live page: a market feed, and the figures of a job. Its publishers share the server with the page, by path. */
export class Dashboard implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  readonly #market: ZMQPublisher;
  readonly #figures: ZMQPublisher;
  readonly #timer: NodeJS.Timeout;
  #changed: object | undefined;

  private constructor(server: Server, url: string) {
    this.url = url;
    this.#server = server;
    const webSocket = { server };
    this.#market = new ZMQPublisher('ws://*/market', { webSocket });
    // A page that opens later gets what was sent last.
    this.#figures = new ZMQPublisher('ws://*/figures', { webSocket, lastValueCache: 10 });
    const prices = new Prices();
    const ticks = typed(this.#market, { send: tick });
    this.#timer = setInterval(() => {
      for (const each of prices.next()) void ticks.send(each);
      this.#publish();
    }, INTERVAL_MS);
  }

  /** @param port 0 for a free one. */
  static async open(port = 0): Promise<Dashboard> {
    const { server, url } = await servePage(PAGE, port);
    const dashboard = new Dashboard(server, url);
    await Promise.all([dashboard.#market.ready, dashboard.#figures.ready]);
    return dashboard;
  }

  /** Shows figures: those that are there when it is time for the next picture. */
  figures(figures: object): void {
    this.#changed = figures;
  }

  /** Shows a line of text. */
  note(text: string): void {
    void this.#figures.send('note', text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#publish();
    await Promise.all([this.#market.close({ linger: 0 }), this.#figures.close({ linger: 200 })]);
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #publish(): void {
    const figures = this.#changed;
    this.#changed = undefined;
    if (figures !== undefined) void this.#figures.send('progress', JSON.stringify(figures));
  }
}
