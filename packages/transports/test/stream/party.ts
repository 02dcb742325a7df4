import { defaultContext, type Listener, type LocalSocket, type PeerInfo } from '@zeromq-ts/core/spi';
import type { LinkFailure, LinkEvents, ConnectionEvents, ListenerEvents, Message, PeerLink } from '@zeromq-ts/core/spi';
import type { ResolvedOptions, SocketTypeName, Transport } from '@zeromq-ts/core/spi';
import { ENDPOINT_SYNTAX, type PeerCommand, SUBSCRIBE } from '@zeromq-ts/core/spi';
import type { RfcSocketType } from '@zeromq-ts/testing';
import { definitionOf, optionsOf } from '@zeromq-ts/testing';
import { TCP_OPTIONS } from '../../src/tcp/tcp-options.js';
import { afterEach } from 'vitest';
import { News } from './news.js';

/** What a transport is told of a socket, without there being one. */
export function localSocket(
  type: RfcSocketType,
  options: Partial<Omit<ResolvedOptions, 'routingId'>> & { routingId?: string } = {},
): LocalSocket {
  return {
    definition: definitionOf(type),
    options: optionsOf(type, options, [TCP_OPTIONS]),
    context: defaultContext(),
  };
}

/** What stands above a link in the tests: notes everything, in order. */
export class Upper implements LinkEvents {
  readonly news = new News();
  readonly texts: string[] = [];
  readonly messages: Message[] = [];
  /** How many more messages it takes before it says stop. */
  room = Infinity;
  closes = 0;
  error: Error | undefined;
  drains = 0;
  readonly drops: string[] = [];
  settles = 0;
  subscriptions: string[] = [];
  readonly link: PeerLink;

  constructor(link: PeerLink) {
    this.link = link;
  }

  message(message: Message): boolean {
    this.texts.push(message.size > 1000 ? `${message.size} octets` : message.toString());
    this.messages.push(message);
    this.news.tell();
    return --this.room > 0;
  }

  command({ name, data }: PeerCommand): void {
    this.subscriptions.push(`${name === SUBSCRIBE ? '+' : '-'}${Buffer.from(data).toString()}`);
    this.news.tell();
  }

  dropped(reason: string, count: number): void {
    this.drops.push(`${reason} ${count}`);
    this.news.tell();
  }

  batchEnd(): void {
    this.settles++;
    this.news.tell();
  }

  drained(): void {
    this.drains++;
    this.news.tell();
  }

  held(): void {}

  writeClosed(): void {}

  closed(error: Error | undefined): void {
    this.closes++;
    this.error = error;
    this.news.tell();
  }

  /** Takes so many more messages. */
  take(count: number): void {
    this.room = count;
    this.link.resume();
  }

  until(what: string, condition: (upper: this) => boolean): Promise<void> {
    return this.news.until(what, () => condition(this));
  }
}

/** One side of connections: notes what a transport tells, and puts an {@link Upper} above every link. */
export class Party implements ListenerEvents, ConnectionEvents {
  readonly news = new News();
  readonly accepts: PeerInfo[] = [];
  readonly opens: PeerInfo[] = [];
  readonly failures: LinkFailure[] = [];
  readonly uppers: Upper[] = [];
  readonly local: LocalSocket;
  /** How much an upper takes before it says stop. */
  room = Infinity;
  /** What is done with a link as soon as there is one. */
  onLink: (link: PeerLink) => void = () => {};
  /** Whether there is room for a peer: for everybody, unless a test says otherwise. */
  reserve: () => () => void = () => () => {};
  listener: Listener | undefined;

  constructor(type: SocketTypeName, options?: Parameters<typeof localSocket>[1]) {
    this.local = localSocket(type, options);
    parties.add(this);
  }

  async listen(transport: Transport, endpoint: string): Promise<string> {
    this.listener = await transport.listen(ENDPOINT_SYNTAX.forBind(endpoint), this.local, this);
    return this.listener.endpoint;
  }

  dial(transport: Transport, endpoint: string): ReturnType<Transport['dial']> {
    return transport.dial(ENDPOINT_SYNTAX.forConnect(endpoint), this.local, this);
  }

  accepted(peer: PeerInfo): this {
    this.accepts.push(peer);
    this.news.tell();
    return this;
  }

  opened(peer: PeerInfo): void {
    this.opens.push(peer);
    this.news.tell();
  }

  established(link: PeerLink): LinkEvents {
    const upper = new Upper(link);
    upper.room = this.room;
    this.uppers.push(upper);
    this.onLink(link);
    this.news.tell();
    return upper;
  }

  failed(failure: LinkFailure): void {
    this.failures.push(failure);
    this.news.tell();
  }

  /** The upper of the n-th link, as soon as there is one. */
  async upper(index = 0): Promise<Upper> {
    await this.news.until(`link ${index}`, () => this.uppers.length > index);
    return this.uppers[index] as Upper;
  }

  async failure(index = 0): Promise<LinkFailure> {
    await this.news.until(`failure ${index}`, () => this.failures.length > index);
    return this.failures[index] as LinkFailure;
  }
}

const parties = new Set<Party>();

afterEach(async () => {
  for (const party of parties) {
    for (const { link } of party.uppers) link.destroy();
    await party.listener?.close();
  }
  parties.clear();
});

/** Two parties that are established over a transport. */
export async function pairOver(
  transport: Transport,
  endpoint: string,
  binder: Party,
  connecter: Party,
): Promise<readonly [Upper, Upper]> {
  connecter.dial(transport, await binder.listen(transport, endpoint));
  return Promise.all([binder.upper(), connecter.upper()]);
}
