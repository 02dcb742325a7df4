import type { TypePromises } from './patterns.js';
import { PROMISES } from './patterns.js';
import type { EndpointPlan, ProxyStep, Scenario, SocketPlan, SocketStep, Step } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';

/** What the model knows of one socket, from its opening to its end. */
export interface SocketState {
  readonly who: number;
  readonly plan: SocketPlan;
  readonly promises: TypePromises;
  readonly id: string | undefined;
  /** `closing`: `close` was called with a linger period that may still run. */
  life: 'open' | 'closing' | 'closed';
  readonly bound: Set<number>;
  readonly connected: Set<number>;
  /** A loop in the program receives all that comes. */
  reading: boolean;
  iterating: boolean;
  readonly topics: Set<string>;
  /** With `manual`, at the publisher's: topics that were taken back, whatever the subscriber asks for. */
  readonly revoked: Set<string>;
  /** Topics that every publisher it is connected to is known to have heard of. */
  readonly sure: Set<string>;
  /** Every topic that it has ever asked for. */
  readonly asked: Set<string>;
  /** How often it has stopped being sure of a topic. */
  epoch: number;
  /** Over how many connections, one after the other or beside each other, it could reach each peer. */
  readonly paths: Map<SocketState, number>;
  /** A peer that it may have sent to has left or was cut off: what was meant for that peer may be dropped. */
  peerLeft: boolean;
  /** Its linger period may have been too short for what it had sent. */
  cutShort: boolean;
  /** Endpoints that it has let go of itself and may still be delivering to: each with how often it has done so. */
  readonly lingering: Map<number, number>;
  /** It has connected to some endpoint, now or before. */
  dialled: boolean;
}

/** A connection that there is, or will be as soon as the program lets the event loop run. */
export interface Link {
  readonly connecter: SocketState;
  readonly binder: SocketState;
  readonly at: number;
}

/**
 * The reference model: what the public contract says about the sockets of a scenario, without any I/O. It knows which
 * step makes sense, who is connected to whom, and what each socket may have lost.
 */
export class Model {
  readonly scenario: Scenario;
  /** The socket that is open, or was last, at each index. */
  readonly sockets: (SocketState | undefined)[];
  /** Every socket that there ever was. */
  readonly all: SocketState[] = [];
  readonly stalled = new Set<number>();
  /** Connections that ended while the receiver may not have read everything, over all of the scenario. */
  brokenLinks = 0;
  /** Two connections may have claimed one routing id at the same time. */
  namesakes = false;
  /** A socket of the engine libzmq has unbound an endpoint, which leaves its connections alone. */
  staysConnected = false;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.sockets = scenario.sockets.map(() => undefined);
  }

  endpoint(at: number): EndpointPlan | undefined {
    return this.scenario.endpoints[at];
  }

  /** The connections between sockets that are open or closing. */
  links(): Link[] {
    const links: Link[] = [];
    for (const binder of this.alive()) {
      for (const at of binder.bound) {
        for (const connecter of this.alive()) if (connecter.connected.has(at)) links.push({ connecter, binder, at });
      }
    }
    return links;
  }

  alive(): SocketState[] {
    return this.all.filter(({ life }) => life !== 'closed');
  }

  /**
   * The peers of a socket that are open and can be reached now.
   *
   * @param notices - Whether the side that connects knows by now that an earlier connection has ended.
   */
  partners(socket: SocketState, notices: (connecter: SocketState) => boolean = () => true): SocketState[] {
    const partners: SocketState[] = [];
    for (const { connecter, binder, at } of this.links()) {
      if (this.stalled.has(at)) continue;
      const partner = connecter === socket ? binder : binder === socket ? connecter : undefined;
      if (partner?.life === 'open' && notices(connecter)) partners.push(partner);
    }
    return partners;
  }

  applicable(step: Step): boolean {
    if (step.do === 'settle') return true;
    if ('at' in step && this.endpoint(step.at) === undefined) return false;
    if (!('who' in step)) return this.#applicableToProxy(step);
    const socket = this.sockets[step.who];
    if (step.do === 'open') return step.who < this.sockets.length && (socket === undefined || socket.life === 'closed');
    return socket?.life === 'open' && this.#applicableTo(socket, step);
  }

  apply(step: Step): void {
    if (step.do === 'settle') return;
    if (step.do === 'open') this.#open(step.who, step.id);
    else if (!('who' in step)) this.#applyToProxy(step);
    else {
      const socket = this.sockets[step.who];
      if (socket !== undefined) this.#applyTo(socket, step);
    }
  }

  /** Everything that this subscriber has asked for has come to all its publishers. */
  subscriptionsArrived({ topics, sure }: SocketState): void {
    for (const topic of topics) sure.add(topic);
  }

  #applicableToProxy(step: ProxyStep): boolean {
    if (this.endpoint(step.at)?.proxied !== true) return false;
    return step.do === 'cut' || (step.do === 'resume') === this.stalled.has(step.at);
  }

  #applicableTo(socket: SocketState, step: SocketStep): boolean {
    const { plan, promises } = socket;
    switch (step.do) {
      case 'bind':
        return this.#mayUse(socket, step.at, true);
      case 'connect':
        return this.#mayUse(socket, step.at, false);
      case 'unbind':
        return socket.bound.has(step.at);
      case 'disconnect':
        return socket.connected.has(step.at);
      case 'send':
        return promises.sends !== 'nobody' && (promises.sends === 'named') === (step.to !== undefined);
      case 'receive':
      case 'abort':
        return promises.receives && !socket.reading;
      case 'iterate':
        return promises.receives && !promises.lockstep && !socket.reading && !socket.iterating;
      case 'leave':
        return socket.iterating;
      case 'read':
        return promises.receives && plan.type !== 'REQ' && !socket.reading && !socket.iterating;
      case 'pause':
        return socket.reading;
      case 'subscribe':
        return isSubscriber(socket) && !socket.topics.has(step.topic);
      case 'unsubscribe':
        return isSubscriber(socket) && socket.topics.has(step.topic);
      case 'grant':
      case 'revoke':
        return plan.options['manual'] === true && socket.reading && this.partners(socket).length === 1;
      case 'close':
        // Without an endpoint, nothing but the end of its linger period can end it.
        return step.linger < LONG_LINGER_MS || socket.bound.size + socket.connected.size > 0;
    }
  }

  #mayUse(socket: SocketState, at: number, binds: boolean): boolean {
    const endpoint = this.endpoint(at);
    if ((endpoint?.boundBy === socket.plan.side) !== binds) return false;
    if (binds ? socket.bound.has(at) : socket.connected.has(at)) return false;
    const alive = this.alive();
    if (binds && alive.some(({ bound }) => bound.has(at))) return false;
    if (!socket.promises.exclusive) return true;
    // A PAIR refuses a second peer: which of two is the first depends on time.
    return (
      socket.bound.size + socket.connected.size + socket.lingering.size === 0 &&
      !alive.some(({ lingering }) => lingering.size > 0) &&
      (binds || !alive.some(({ connected }) => connected.has(at)))
    );
  }

  #open(who: number, id: string | undefined): void {
    const plan = this.scenario.sockets[who] as SocketPlan;
    if (id !== undefined && this.alive().some((other) => other.id === id)) this.namesakes = true;
    const socket: SocketState = {
      who,
      plan,
      promises: PROMISES[plan.type],
      id,
      life: 'open',
      bound: new Set(),
      connected: new Set(),
      reading: false,
      iterating: false,
      topics: new Set(),
      revoked: new Set(),
      sure: new Set(),
      asked: new Set(),
      epoch: 0,
      paths: new Map(),
      peerLeft: false,
      cutShort: false,
      lingering: new Map(),
      dialled: false,
    };
    this.sockets[who] = socket;
    this.all.push(socket);
  }

  #applyToProxy(step: ProxyStep): void {
    if (step.do === 'stall') this.stalled.add(step.at);
    else if (step.do === 'resume') this.stalled.delete(step.at);
    else if (step.do === 'cut') {
      for (const { connecter, binder, at } of this.links()) {
        if (at !== step.at) continue;
        this.#leaves(connecter, binder);
        this.#leaves(binder, connecter);
        count(connecter, binder);
        count(binder, connecter);
      }
    }
  }

  #applyTo(socket: SocketState, step: SocketStep): void {
    switch (step.do) {
      case 'bind':
        socket.bound.add(step.at);
        this.#meetAnew(step.at);
        break;
      case 'connect':
        socket.connected.add(step.at);
        socket.dialled = true;
        this.#meetAnew(step.at);
        break;
      case 'unbind':
      case 'disconnect':
        this.#letGo(socket, step.at, lingerOf(socket));
        break;
      case 'iterate':
        socket.iterating = true;
        break;
      case 'leave':
        socket.iterating = false;
        break;
      case 'read':
        socket.reading = true;
        break;
      case 'pause':
        socket.reading = false;
        break;
      case 'subscribe':
        socket.topics.add(step.topic);
        socket.asked.add(step.topic);
        break;
      case 'unsubscribe':
        socket.topics.delete(step.topic);
        doubt(socket, step.topic);
        break;
      case 'grant':
        socket.revoked.delete(step.topic);
        break;
      case 'revoke':
        socket.revoked.add(step.topic);
        for (const partner of this.partners(socket)) doubt(partner, step.topic);
        break;
      case 'close':
        this.#close(socket, step.linger);
        break;
      case 'send':
      case 'receive':
      case 'abort':
        break;
    }
  }

  /** A new connection begins without subscriptions at the publisher. */
  #meetAnew(at: number): void {
    this.#deliverOver(at);
    for (const { connecter, binder, at: where } of this.links()) {
      if (where !== at) continue;
      doubt(connecter);
      doubt(binder);
      count(connecter, binder);
      count(binder, connecter);
      // It delivers, and takes nothing any more.
      if (binder.life === 'closing') this.#leaves(binder, connecter);
      if (connecter.life === 'closing') this.#leaves(connecter, binder);
      // Over a second connection it comes as another peer with its own routing id.
      if ((connecter.paths.get(binder) ?? 0) > 1) this.namesakes = true;
    }
  }

  /** What was sent before `disconnect` still goes to the next socket that binds the endpoint, over a connection of its own. */
  #deliverOver(at: number): void {
    const alive = this.alive();
    for (const binder of alive.filter(({ bound }) => bound.has(at))) {
      for (const sender of alive.filter(({ lingering }) => lingering.has(at))) {
        if (sender === binder || sender.plan.side === binder.plan.side) continue;
        const connections = sender.lingering.get(at) ?? 0;
        count(sender, binder, connections);
        count(binder, sender, connections);
        // It delivers, and takes nothing any more.
        this.#leaves(sender, binder);
      }
    }
  }

  #close(socket: SocketState, linger: number): void {
    const endpoints = [...socket.bound, ...socket.connected];
    if (linger < LONG_LINGER_MS) {
      for (const at of endpoints) this.#letGo(socket, at, linger);
      socket.cutShort = true;
      socket.life = 'closed';
    } else {
      for (const at of endpoints) this.#left(socket, at);
      if (this.#losesByLibzmq(socket, true)) socket.cutShort = true;
      socket.life = 'closing';
    }
    socket.reading = false;
    socket.iterating = false;
  }

  /** A socket ends an endpoint of its own: it goes on delivering what it has sent, for its linger period. */
  #letGo(socket: SocketState, at: number, linger: number): void {
    if (linger < LONG_LINGER_MS || this.#losesByLibzmq(socket, false)) socket.cutShort = true;
    if (linger >= LONG_LINGER_MS) socket.lingering.set(at, (socket.lingering.get(at) ?? 0) + 1);
    if (socket.plan.engine === 'libzmq' && socket.bound.has(at)) this.staysConnected = true;
    this.#left(socket, at);
    socket.bound.delete(at);
    socket.connected.delete(at);
  }

  /** A socket takes nothing any more from its peers at this endpoint. */
  #left(socket: SocketState, at: number): void {
    for (const other of this.all) {
      // What it has sent may have arrived here, and not be read yet.
      if (other === socket) continue;
      if (other.lingering.has(at) || other.paths.has(socket)) this.#leaves(socket, other);
    }
  }

  /** Whether the engine libzmq drops what its linger period should let be delivered. */
  #losesByLibzmq({ plan, promises }: SocketState, closes: boolean): boolean {
    // Over ipc, libzmq takes the end of a connection for an error, and drops what it has not read (its issue 4660).
    const atEnd = this.scenario.transport === 'ipc' && this.scenario.sockets.some(({ engine }) => engine === 'libzmq');
    // What has no connection yet is dropped by zmq_disconnect. A socket of libzmq that closes does not read what comes
    // until the peer ends: the system answers that with a reset, which can cost the peer what it has not read. With
    // immediate, a socket of libzmq that connects throws away what it has not read when its connection ends.
    const immediate = this.scenario.sockets.some(
      ({ engine, options }) => engine === 'libzmq' && options['immediate'] === true,
    );
    return atEnd || immediate || (plan.engine === 'libzmq' && (!closes || promises.receives));
  }

  #leaves(socket: SocketState, partner: SocketState): void {
    partner.peerLeft = true;
    doubt(partner);
    doubt(socket);
    this.brokenLinks++;
  }
}

export function isSubscriber({ plan }: SocketState): boolean {
  return plan.type === 'SUB' || plan.type === 'XSUB';
}

function doubt(socket: SocketState, topic?: string): void {
  if (topic === undefined) socket.sure.clear();
  else socket.sure.delete(topic);
  socket.epoch++;
}

function count({ paths }: SocketState, peer: SocketState, connections = 1): void {
  paths.set(peer, (paths.get(peer) ?? 0) + connections);
}

function lingerOf({ plan }: SocketState): number {
  const linger = plan.options['linger'];
  return typeof linger === 'number' ? linger : LONG_LINGER_MS;
}
