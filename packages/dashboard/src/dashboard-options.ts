import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SocketsToExpose, WatchedProcess } from '@zeromq-ts/stats';
import type { TailOptions } from './tail-options.js';

/** A request, as `node:http` has it, and as Express and others pass it on: without the path under which it is mounted. */
export type DashboardRequest = IncomingMessage & { readonly originalUrl?: string | undefined };

/**
 * Who may see the figures:
 *
 * - `{ token }`: who sends it as `Authorization: Bearer TOKEN`. The page takes it from the fragment of its address
 *   (`/#TOKEN`), which browsers send to no server, or asks for it. At least 16 characters.
 * - a function: the requests for which it returns `true`, for example by the session of your application.
 * - `false`: everyone who can connect.
 */
export type DashboardAuth =
  | false
  | { readonly token: string }
  | ((request: DashboardRequest) => boolean | Promise<boolean>);

/** What is shown of a process: `watchStats` of `@zeromq-ts/stats` has it. */
export type ShownProcess = Pick<WatchedProcess, 'endpoint' | 'snapshot'>;

/** Options of {@link dashboard}. */
export interface DashboardOptions {
  /** Who may see the figures. There is no default. */
  readonly auth: DashboardAuth;
  /**
   * The processes to show, whenever one has changed: `watchStats()`, which you close. Default: this process.
   */
  readonly processes?: AsyncIterable<ShownProcess> | undefined;
  /**
   * Without `processes`: the sockets of this process to show, or a function that returns them. Default: all open sockets of
   * this thread.
   */
  readonly sockets?: SocketsToExpose | undefined;
  /**
   * Names, without a port, by which this server is called, beside those of this machine (`localhost`, `127.0.0.1`, `[::1]`).
   * A request with another `Host` is refused: the page of someone else can be given a name that leads here.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** Sockets whose messages are shown as they come, and can be recorded. Default: none. */
  readonly tail?: TailOptions | undefined;
}

/** Handles a request: fits `createServer`, and `app.use` of Express and Connect. */
export type DashboardHandler = (request: DashboardRequest, response: ServerResponse) => void;
