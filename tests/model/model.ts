import type { EndpointPlan, ProxyStep, Scenario, SocketPlan, SocketStep, Step } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';
import type { SocketState } from './socket-state.js';
import { countConnections, covers, doubt, inverts, isSubscriber, lingerOf, newSocket } from './socket-state.js';

/** A connection that there is, or will be as soon as the program lets the event loop run. */
export interface Link {
  readonly connecter: SocketState;
  readonly binder: SocketState;
  readonly at: number;
}

/**
 * The reference model: what the public contract says about the sockets of a scenario, without any I/O. It knows who
 * is connected to whom, what each socket must get, and what it may have lost.
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
  /** A socket of libzmq has unbound an endpoint with connections, which it keeps: the next to bind it may not get these peers. */
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
   * @param notices - Whether a socket knows by now that an earlier connection has ended. Until then the side that connects
   * does not connect again, and a PAIR refuses the next peer.
   */
  partners(socket: SocketState, notices: (socket: SocketState) => boolean = () => true): SocketState[] {
    const partners: SocketState[] = [];
    for (const { connecter, binder, at } of this.links()) {
      if (this.stalled.has(at)) continue;
      const partner = connecter === socket ? binder : binder === socket ? connecter : undefined;
      const free = notices(connecter) && (!binder.promises.exclusive || notices(binder));
      if (partner?.life === 'open' && free) partners.push(partner);
    }
    return partners;
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
  subscriptionsArrived(subscriber: SocketState): void {
    // One of libzmq may still count what it had over a connection that has ended.
    if (this.partners(subscriber).some(({ plan, peerLeft }) => plan.engine === 'libzmq' && peerLeft)) return;
    subscriber.met = true;
    for (const topic of subscriber.topics) subscriber.sure.add(topic);
  }

  /** Whether another socket has, or has had, the same routing id. */
  sharesId({ id }: SocketState): boolean {
    return id !== undefined && this.all.filter((other) => other.id === id).length > 1;
  }

  /** Whether a ROUTER may have given its routing id to another socket: what it had sent, and was not read, is not heard. */
  mayBeTakenOver(socket: SocketState): boolean {
    return this.sharesId(socket) && this.all.some(({ plan }) => plan.options['handover'] === true);
  }

  #open(who: number, id: string | undefined): void {
    const { sockets, pattern } = this.scenario;
    const known = this.#keepsIds ? this.all : this.alive();
    if (id !== undefined && known.some((other) => other.id === id)) this.namesakes = true;
    const socket = newSocket(who, sockets[who] as SocketPlan, pattern, id);
    this.sockets[who] = socket;
    this.all.push(socket);
  }

  /** Whether a ROUTER or REP of libzmq takes part: it keeps the routing id of a peer that has left until it has read everything. */
  get #keepsIds(): boolean {
    return this.scenario.sockets.some(
      ({ engine, type }) => engine === 'libzmq' && (type === 'ROUTER' || type === 'REP'),
    );
  }

  #applyToProxy(step: ProxyStep): void {
    if (step.do === 'stall') this.stalled.add(step.at);
    else if (step.do === 'resume') this.stalled.delete(step.at);
    else if (step.do === 'cut') {
      for (const { connecter, binder, at } of this.links()) {
        if (at !== step.at) continue;
        this.#leaves(connecter, binder);
        this.#leaves(binder, connecter);
        countConnections(connecter, binder);
      }
      // What an endpoint that was ended was still delivering may have been on its way.
      for (const socket of this.alive()) if (socket.lingering.has(step.at)) socket.cutShort = true;
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
        if (inverts(socket)) socket.epoch++;
        break;
      case 'unsubscribe':
        socket.topics.delete(step.topic);
        socket.welcomes.clear();
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
      case 'request':
        if (socket.plan.options['correlate'] !== true) socket.renews = true;
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
      countConnections(connecter, binder);
      welcome(connecter, binder);
      welcome(binder, connecter);
      // It delivers, and takes nothing any more.
      if (binder.life === 'closing') this.#leaves(binder, connecter);
      if (connecter.life === 'closing') this.#leaves(connecter, binder);
      if (this.#meetTwice(connecter, binder)) this.namesakes = true;
    }
  }

  /** What was sent before `disconnect` still goes to the next socket that binds the endpoint, over a connection of its own. */
  #deliverOver(at: number): void {
    const alive = this.alive();
    for (const binder of alive.filter(({ bound }) => bound.has(at))) {
      for (const sender of alive) {
        const connections = (sender.lingering.get(at) ?? 0) + (sender.fading.get(at) ?? 0);
        if (connections === 0 || sender === binder || sender.plan.side === binder.plan.side) continue;
        countConnections(sender, binder, connections);
        // It delivers, and takes nothing any more.
        this.#leaves(sender, binder);
        if (this.#meetTwice(sender, binder)) this.namesakes = true;
      }
    }
  }

  /** Whether the two have more than one connection: the second one comes as another peer with the same routing id. */
  #meetTwice(one: SocketState, other: SocketState): boolean {
    return (one.paths.get(other) ?? 0) > 1;
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
    const still = linger >= LONG_LINGER_MS ? socket.lingering : socket.fading;
    if (linger > 0) still.set(at, (still.get(at) ?? 0) + 1);
    if (socket.plan.engine === 'libzmq' && this.links().some((link) => link.binder === socket && link.at === at)) {
      this.staysConnected = true;
    }
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
    partner.welcomes.delete(socket);
    socket.welcomes.delete(partner);
    doubt(partner);
    doubt(socket);
    this.brokenLinks++;
  }
}

/** A subscriber that wants the welcome message of a publisher, and meets it, must get that. */
function welcome(subscriber: SocketState, publisher: SocketState): void {
  const text = publisher.plan.options['welcomeMessage'];
  if (typeof text !== 'string' || !isSubscriber(subscriber) || inverts(subscriber)) return;
  if (subscriber.plan.type === 'XSUB' || covers(subscriber.topics, text)) subscriber.welcomes.add(publisher);
}
