import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dashboard, dashboard, type DashboardOptions } from '@zeromq-ts/dashboard';
import { onTestFinished } from 'vitest';
import type {
  Keyed,
  PageMessage,
  PeerRow,
  ProcessRow,
  RowChange,
  SocketRow,
} from '../../packages/dashboard/src/page-message.js';
import { Processes } from './snapshots.js';

export const TOKEN = 'a-token-of-a-test-4711';
export const WITH_TOKEN = { authorization: `Bearer ${TOKEN}` };

/** A dashboard with a server of its own, until the test ends. */
export interface Served {
  readonly processes: Processes;
  readonly page: Dashboard;
  readonly port: number;
  readonly url: string;
}

/** Serves a dashboard of processes that the test makes. */
export async function serve(options: Partial<DashboardOptions> = {}): Promise<Served> {
  const processes = new Processes();
  const page = dashboard({ processes, auth: { token: TOKEN }, ...options });
  const server: Server = createServer(page.handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { processes, page, port, url: `http://127.0.0.1:${port}/` };
}

/** An answer, all of it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Any request, with any headers: `fetch` sends no other Host. */
export async function ask(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  const response = await answerTo(port, path, headers, method);
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk as string;
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** The messages to a page, as they come; the connection ends with the iteration. */
export async function* changes(
  port: number,
  headers: Readonly<Record<string, string>> = WITH_TOKEN,
): AsyncGenerator<PageMessage, void, undefined> {
  const response = await answerTo(port, '/figures', headers);
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const events = (rest + (chunk as string)).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice(6)) as PageMessage;
  }
}

/** A message with all members of the rows that are in it, as a page has them then. */
export interface WholeMessage extends PageMessage {
  readonly processes: readonly ProcessRow[];
  readonly sockets: readonly SocketRow[];
  readonly peers: readonly PeerRow[];
}

/** The same, with whole rows. */
export async function* messages(
  port: number,
  headers: Readonly<Record<string, string>> = WITH_TOKEN,
): AsyncGenerator<WholeMessage, void, undefined> {
  const rows = new Map<number, object>();
  const whole = <Row extends Keyed>(changed: readonly RowChange<Row>[]): readonly Row[] =>
    changed.map((each) => {
      const row = { ...rows.get(each.key), ...each } as Row;
      rows.set(each.key, row);
      return row;
    });
  for await (const message of changes(port, headers)) {
    const { processes, sockets, peers } = message;
    yield { ...message, processes: whole(processes), sockets: whole(sockets), peers: whole(peers) };
  }
}

/** An answer whose body has not been read. */
export async function answerTo(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<IncomingMessage> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}
