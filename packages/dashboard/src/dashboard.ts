import type { ServerResponse } from 'node:http';
import { ZMQError } from '@zeromq-ts/core';
import { clearInterval, setInterval } from '@zeromq-ts/core/spi';
import { watchOwnStats } from '@zeromq-ts/stats';
import type { DashboardHandler, DashboardOptions, DashboardRequest } from './dashboard-options.js';
import { EVENT_STREAM_TYPE } from './event-stream.js';
import { EventStreams } from './event-streams.js';
import { Model } from './model.js';
import { OPEN_METRICS_TYPE, openMetrics } from './open-metrics.js';
import { pageFile } from './page-files.js';
import { authorizer, refusalOf, setHeaders } from './request-guard.js';
import { checkTail, Tail } from './tail.js';

const TICK_MS = 1000;
/** What a page can do where there is a recorder: whether it begins or ends to record. */
const ACTIONS: ReadonlyMap<string, boolean> = new Map([
  ['recording/start', true],
  ['recording/stop', false],
]);

/** A page with figures, until it is closed. */
export interface Dashboard extends AsyncDisposable {
  /** Handles the requests for the page, its figures and `/metrics`. */
  readonly handler: DashboardHandler;
  /**
   * Ends the connections of all pages at once, and a recording. From then on, requests for figures get the status 503. The
   * sockets stay open.
   */
  close(): Promise<void>;
}

/**
 * A page with the figures of the sockets of this process, or of others: rates, peers, queues, drops by reason, events, the
 * connections between them, and the latency of requests. It is read-only, and has nothing of the messages but their number
 * and size, unless the option `tail` says otherwise. The same handler has `/metrics` in the OpenMetrics format, with the same
 * authorization.
 *
 * The page is sent what changes, at most four times a second, by server-sent events: there is no upgrade to handle. Mount it
 * at any path that ends with a slash. Close it with the server: it reads the snapshots until then.
 *
 * @throws ZMQError `EINVAL` for a wrong option.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { dashboard } from '@zeromq-ts/dashboard';
 *
 * await using page = dashboard({ auth: { token: crypto.randomUUID() } });
 * const server = createServer(page.handler).listen(0, '127.0.0.1');
 * server.close();
 * ```
 */
export function dashboard(options: DashboardOptions): Dashboard {
  const { allowHosts = [], auth, sockets } = options;
  const isAuthorized = authorizer(auth);
  if (options.tail !== undefined) checkTail(options.tail);
  const own = options.processes === undefined ? watchOwnStats({ sockets }) : undefined;
  const processes = own ?? options.processes;
  if (typeof processes?.[Symbol.asyncIterator] !== 'function') {
    throw new ZMQError(
      'EINVAL',
      'The option processes of dashboard is what watchStats returns, or an async iterable like it.',
    );
  }
  const tail = options.tail === undefined ? undefined : new Tail(options.tail, () => streams.changed());
  const model = new Model(tail);
  const streams = new EventStreams(model);
  const timer = setInterval(() => {
    model.tick(Date.now());
    streams.changed();
  }, TICK_MS);
  (timer as { unref?(): void }).unref?.();
  const iterator = processes[Symbol.asyncIterator]();
  void readAll(iterator, ({ endpoint, snapshot }) => {
    if (snapshot === undefined) return;
    model.update(endpoint, snapshot, Date.now());
    streams.changed();
  });

  const act = async (recording: boolean, request: DashboardRequest, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return answer(response, 405, 'This changes something: it takes POST.');
    }
    if (!(await isAuthorized(request))) return refuse(response);
    if (streams.isClosed) return answer(response, 503, 'The dashboard is closed.');
    try {
      await tail?.record(recording);
      response.writeHead(204).end();
    } catch {
      // The state of the recorder, which all pages show, says why.
      answer(response, 500, 'It cannot be recorded.');
    }
  };
  const serve = async (request: DashboardRequest, response: ServerResponse): Promise<void> => {
    setHeaders(response);
    const refusal = refusalOf(request, allowHosts);
    if (refusal !== undefined) return answer(response, refusal.status, refusal.reason);
    const path = (request.url ?? '/').slice(1);
    const action = tail?.recorder === undefined ? undefined : ACTIONS.get(path);
    if (action !== undefined) return act(action, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return answer(response, 405, 'The dashboard is read-only.');
    }
    if (path === '' && request.originalUrl?.endsWith('/') === false) {
      // Where it is mounted: what the page loads is beside it.
      response.writeHead(308, { location: `${request.originalUrl.replace(/^\/+/u, '/')}/` }).end();
      return;
    }
    const file = pageFile(path);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.byteLength });
      response.end(request.method === 'HEAD' ? undefined : file.body);
    } else if (path !== 'figures' && path !== 'metrics') {
      answer(response, 404, 'Not found.');
    } else if (!(await isAuthorized(request))) {
      refuse(response);
    } else if (streams.isClosed) {
      answer(response, 503, 'The dashboard is closed.');
    } else if (path === 'metrics') {
      response.writeHead(200, { 'content-type': OPEN_METRICS_TYPE });
      response.end(request.method === 'HEAD' ? undefined : openMetrics(model.processes, model.sockets));
    } else if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE }).end();
    } else if (!response.destroyed && !streams.open(response)) {
      answer(response, 503, 'Too many pages are open.');
    }
  };

  const close = (): Promise<void> => {
    clearInterval(timer);
    streams.close();
    // Not waited for: one that waits for its next snapshot ends after that.
    void own?.close();
    iterator.return?.().then(undefined, () => {});
    return tail?.close() ?? Promise.resolve();
  };
  const handler: DashboardHandler = (request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) answer(response, 500, 'The dashboard has failed.');
      else response.destroy();
    });
  };
  return { handler, close, [Symbol.asyncDispose]: close };
}

function refuse(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Bearer');
  answer(response, 401, 'The token is missing or wrong.');
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** The end of a source, even by an error, leaves the page with what it has: processes go as those that are silent do. */
async function readAll<Value>(iterator: AsyncIterator<Value>, take: (value: Value) => void): Promise<void> {
  try {
    for (let result = await iterator.next(); result.done !== true; result = await iterator.next()) take(result.value);
  } catch {
    // Shown by what is missing.
  }
}
