const UNSUBSCRIBE = 0;
const SUBSCRIBE = 1;

/** How a socket learns of its peers' subscriptions. */
export type SubscriptionNews =
  /** Only when the first peer subscribes to a topic, and when the last one has left it. */
  | 'changes'
  /** Of every one (XPUB with `verbosity: 'allSubsUnsubs'`). */
  | 'every'
  /** Those that the application has accepted count (XPUB with `manual`). */
  | 'accepted';

/** What the peers of a PUB or XPUB are subscribed to, put together from the messages that libzmq makes of it. */
export class PeerSubscriptions {
  #news: SubscriptionNews;
  /** Topics as Latin-1, one character a byte, with the number of subscriptions. */
  readonly #topics = new Map<string, number>();

  constructor(news: SubscriptionNews) {
    this.#news = news;
  }

  /** It learns in another way from now on. */
  follow(news: SubscriptionNews): void {
    this.#news = news;
    // If not every subscription is reported, neither is every unsubscription.
    if (news !== 'every') for (const topic of this.#topics.keys()) this.#topics.set(topic, 1);
  }

  /** Takes note of a message from the peers; false when it is not about subscriptions, or changes nothing. */
  note(frames: readonly Buffer[]): boolean {
    const [frame] = frames;
    if (frame === undefined || frames.length > 1) return false;
    if (frame[0] === SUBSCRIBE) return this.#news !== 'accepted' && this.#add(frame.toString('latin1', 1));
    return frame[0] === UNSUBSCRIBE && this.#remove(frame.toString('latin1', 1));
  }

  /** The application has accepted a subscription. */
  accept(topic: Buffer): void {
    this.#add(topic.toString('latin1'));
  }

  /** The application has ended a subscription. */
  refuse(topic: Buffer): void {
    this.#remove(topic.toString('latin1'));
  }

  /** Whether a subscription is a prefix of the topic; without a topic: whether there is any. */
  has(topic: Buffer | undefined): boolean {
    if (topic === undefined) return this.#topics.size > 0;
    const text = topic.toString('latin1');
    for (const prefix of this.#topics.keys()) {
      if (text.startsWith(prefix)) return true;
    }
    return false;
  }

  #add(topic: string): boolean {
    const count = this.#topics.get(topic) ?? 0;
    this.#topics.set(topic, this.#news === 'every' ? count + 1 : 1);
    return count === 0;
  }

  #remove(topic: string): boolean {
    const count = this.#topics.get(topic) ?? 0;
    if (count > 1) this.#topics.set(topic, count - 1);
    else this.#topics.delete(topic);
    return count === 1;
  }
}
