import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';

/** How soon one step of a handshake follows the other, as a rule, in milliseconds. */
const STEP_TIMEOUT_MS = 100;
/** Who takes longer than this has most likely stopped. */
const LATE_MS = 1_000;

/**
 * How far a connection has come. When nothing has followed the upgrade soon: `bare`, a peer without a mechanism, of which
 * nothing more is reported; or `stopped`, when the socket requires one.
 */
type Stage = 'accepted' | 'upgraded' | 'stopped' | 'bare' | 'ready';

interface Connection {
  stage: Stage;
  /** When it has come there, in milliseconds. */
  since: number;
  look: ReturnType<typeof setTimeout> | undefined;
}

/** What a tracker reports about the peers. */
export interface PeerNews {
  succeeded(): void;
  disconnected(): void;
  /** A connection has ended in its handshake without a reason. */
  unfit(): void;
}

/**
 * The connections of one endpoint of ws. libzmq does not say which connection an event is about, and over ws it reports a
 * handshake twice: after the upgrade, and when the mechanism is done. So each event goes to the connection that it is most
 * likely about:
 *
 *     accepted ──handshake──> upgraded ──handshake──> ready        most likely soon after one another
 *                                 └──> bare, stopped               when nothing has followed soon
 *
 * One that is mute, as a port scan, comes last: libzmq never ends it. Those that are ready end without an error, and all
 * others with one. So what was taken for something else is put right when it ends, at the latest.
 */
export class WebSocketPeers {
  readonly #mayLackMechanism: boolean;
  readonly #news: PeerNews;
  readonly #connections: Connection[] = [];
  /** Ended ones of which it is not clear yet whether they were ready, or upgraded. */
  #doubtful = 0;
  /** Those that were taken for upgraded ones. */
  #judged = 0;

  /** @param mayLackMechanism - Whether peers may do without a security mechanism. */
  constructor(mayLackMechanism: boolean, news: PeerNews) {
    this.#mayLackMechanism = mayLackMechanism;
    this.#news = news;
  }

  get count(): number {
    return this.#connections.filter(({ stage }) => isPeer(stage)).length;
  }

  /** A connection has begun. @param most - How many there can be, those that have ended unnoticed not among them. */
  begin(most = Infinity): void {
    while (this.#connections.length >= most) {
      if (isPeer(this.#remove(this.#connections[0] as Connection))) this.#news.disconnected();
    }
    this.#connections.push({ stage: 'accepted', since: performance.now(), look: undefined });
  }

  /** A handshake is reported. */
  shaken(): void {
    const next =
      this.#find('accepted', STEP_TIMEOUT_MS) ??
      this.#find('upgraded') ??
      this.#find('stopped') ??
      this.#find('bare', LATE_MS) ??
      this.#find('accepted') ??
      this.#find('bare');
    if (next !== undefined) this.#advance(next);
    else if (this.#judged > 0) {
      // The one that was taken for gone is there, and it was a peer that had left.
      this.#judged--;
      this.#news.succeeded();
      this.#news.disconnected();
    }
  }

  /** A handshake has failed. @returns whether that was the end of a peer, and no failure. */
  failed(isRefused: boolean): boolean {
    const upgraded = this.#find('upgraded') ?? this.#find('stopped');
    const accepted = this.#find('accepted');
    const pending = isRefused ? (upgraded ?? accepted) : (accepted ?? upgraded);
    const ended = pending ?? this.#find('bare') ?? this.#find('ready');
    if (ended === undefined) return false;
    const wasPeer = isPeer(this.#remove(ended));
    if (this.#doubtful > this.#all('upgraded').length) this.#resolve();
    return wasPeer;
  }

  /** A connection has ended, and its handshake was not reported to have failed. */
  gone(): void {
    const ready = this.#find('ready');
    if (ready !== undefined) {
      if (this.#doubtful < this.#all('upgraded').length) this.#doubtful++;
      else {
        this.#remove(ready);
        this.#news.disconnected();
      }
      return;
    }
    const ended = this.#find('upgraded') ?? this.#find('stopped') ?? this.#find('bare') ?? this.#find('accepted');
    if (ended === undefined) return;
    if (isPeer(this.#remove(ended))) this.#news.disconnected();
    else this.#news.unfit();
  }

  clear(): void {
    for (const { look } of this.#connections.splice(0)) clearTimeout(look);
  }

  #advance(connection: Connection): void {
    const { stage } = connection;
    clearTimeout(connection.look);
    if (stage === 'accepted') {
      this.#enter(connection, 'upgraded');
      this.#lookAfter(connection, STEP_TIMEOUT_MS, () => this.#stopped(connection));
      return;
    }
    this.#enter(connection, 'ready');
    if (!isPeer(stage)) this.#news.succeeded();
    if (this.#doubtful > 0) this.#resolve();
  }

  /** It was a peer that had ended. */
  #resolve(): void {
    this.#doubtful--;
    const ready = this.#find('ready');
    if (ready === undefined) return;
    this.#remove(ready);
    this.#news.disconnected();
  }

  /** Nothing has followed the upgrade. */
  #stopped(connection: Connection): void {
    if (this.#doubtful > 0) {
      this.#doubtful--;
      this.#judged++;
      this.#remove(connection);
      this.#news.unfit();
    } else if (this.#mayLackMechanism) {
      this.#enter(connection, 'bare');
      this.#news.succeeded();
    } else {
      this.#enter(connection, 'stopped');
      this.#lookAfter(connection, LATE_MS, () => this.#pairUp(connection));
    }
  }

  /** Of two that have stopped after the upgrade, one is most likely ready, and the other not even upgraded. */
  #pairUp(connection: Connection): void {
    const other = this.#all('stopped').find((each) => each !== connection);
    if (other === undefined) return;
    clearTimeout(other.look);
    other.stage = 'accepted';
    this.#enter(connection, 'ready');
    this.#news.succeeded();
  }

  #lookAfter(connection: Connection, milliseconds: number, act: () => void): void {
    connection.look = setTimeout(act, milliseconds).unref();
  }

  #enter(connection: Connection, stage: Stage): void {
    connection.stage = stage;
    connection.since = performance.now();
  }

  /** @param within - Milliseconds: only one that has come there since then. */
  #find(stage: Stage, within?: number): Connection | undefined {
    return this.#all(stage, within)[0];
  }

  #all(stage: Stage, within = Infinity): Connection[] {
    return this.#connections.filter((each) => each.stage === stage && isRecent(each, within));
  }

  /** @returns how far it had come. */
  #remove(connection: Connection): Stage {
    clearTimeout(connection.look);
    this.#connections.splice(this.#connections.indexOf(connection), 1);
    return connection.stage;
  }
}

function isPeer(stage: Stage): boolean {
  return stage === 'bare' || stage === 'ready';
}

function isRecent({ since }: Connection, within: number): boolean {
  return performance.now() - since < within;
}
