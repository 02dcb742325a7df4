import type { Message } from '@zeromq-ts/core';
import type { AnySocket, Sockets, SocketTypeName } from '@zeromq-ts/testing/conformance';

/** Types that an attacked socket can have with a bystander at its side. */
type Attacked = 'PULL' | 'PUSH' | 'PUB' | 'XPUB' | 'SUB' | 'XSUB' | 'REP' | 'ROUTER' | 'DEALER';

const PEERS: Readonly<Record<Attacked, SocketTypeName>> = {
  PULL: 'PUSH',
  PUSH: 'PULL',
  PUB: 'SUB',
  XPUB: 'SUB',
  SUB: 'PUB',
  XSUB: 'PUB',
  REP: 'REQ',
  ROUTER: 'DEALER',
  DEALER: 'DEALER',
};

/** Longer than any attack keeps anybody waiting, on a machine that is busy. */
const EVENT_TIMEOUT_MS = 20_000;
const TOPIC = 'bystander';

interface Talking {
  send(message: string | readonly (string | Uint8Array)[]): Promise<void>;
  receive(options: { timeout: number }): Promise<Message>;
  tryReceive(): Message | undefined;
  subscribed(topic: string, options: { timeout: number }): Promise<void>;
}

/**
 * An honest peer of a socket that is attacked: it exchanges messages with it, to show that it is served as if nothing
 * happened. What the socket receives of others meanwhile is kept in `strays`.
 */
export class Bystander {
  readonly strays: Message[] = [];
  readonly #type: Attacked;
  readonly #victim: Talking;
  readonly peer: AnySocket;
  readonly #peer: Talking;
  #count = 0;

  constructor(victim: AnySocket, peer: AnySocket) {
    this.#type = victim.type as Attacked;
    this.#victim = victim as unknown as Talking;
    this.peer = peer;
    this.#peer = peer as unknown as Talking;
    if (this.#publishes) (peer as Sockets['SUB']).subscribe(TOPIC);
  }

  static typeFor(victim: AnySocket): SocketTypeName {
    return PEERS[victim.type as Attacked];
  }

  get #publishes(): boolean {
    return this.#type === 'PUB' || this.#type === 'XPUB';
  }

  /** A message from one to the other, and back where the pattern has answers. */
  async exchange(): Promise<void> {
    const text = `${TOPIC} ${++this.#count}`;
    const [victim, peer] = [this.#victim, this.#peer];
    if (this.#publishes || this.#type === 'PUSH') {
      if (this.#count === 1 && this.#publishes) await this.#followed();
      // A PUSH deals its messages out, to others as well: one of two is for the bystander.
      const copies = this.#type === 'PUSH' ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) await victim.send(text);
      await until(peer, text, []);
      return;
    }
    if (this.#type === 'SUB' || this.#type === 'XSUB') await peer.subscribed(TOPIC, { timeout: EVENT_TIMEOUT_MS });
    await peer.send(text);
    const heard = await until(victim, text, this.strays);
    if (this.#type === 'REP') await victim.send(`${text} too`);
    else this.#takeRest();
    if (this.#type === 'ROUTER') await victim.send([heard.frame(0), `${text} too`]);
    else if (this.#type !== 'REP') return;
    await until(peer, `${text} too`, []);
  }

  /** A socket receives from its peers in turn: what came of others before may be behind what the bystander has sent. */
  #takeRest(): void {
    for (let rest = this.#victim.tryReceive(); rest !== undefined; rest = this.#victim.tryReceive()) {
      this.strays.push(rest);
    }
  }

  async #followed(): Promise<void> {
    if (this.#type === 'PUB') await this.#victim.subscribed(TOPIC, { timeout: EVENT_TIMEOUT_MS });
    else await until(this.#victim, `\x01${TOPIC}`, this.strays);
  }
}

/** Receives until a message ends with this text; the others are put aside. */
async function until(socket: Talking, text: string, others: Message[]): Promise<Message> {
  for (;;) {
    const message = await socket.receive({ timeout: EVENT_TIMEOUT_MS });
    if (message.text(message.length - 1) === text) return message;
    others.push(message);
  }
}
