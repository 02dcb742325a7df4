import type { Actor } from './actor.js';
import type { Entry, Ledger } from './ledger.js';
import type { Model } from './model.js';
import { routesById } from './patterns.js';
import type { SocketState } from './socket-state.js';
import { refusedUnseen } from './socket-state.js';

/**
 * What the operating system can hold of one connection, at most, in bytes: it is lost uncounted when the reader of it
 * leaves; so is what the reader throws away while it ends. Nothing holds anything over inproc.
 */
const SYSTEM_HOLDS_BYTES = { tcp: 48 * 2 ** 20, ipc: 2 * 2 ** 20, inproc: 0 } as const;

export interface Balance {
  /** Messages that were not received, though everybody who could get them is there. */
  readonly undelivered?: string;
  /** Messages that nobody can account for. */
  readonly missing?: string;
  /** More received and dropped than there was. */
  readonly surplus?: string;
}

/** Holds every accepted message against those received, dropped and still queued. */
export function balanceOf(model: Model, ledger: Ledger, actors: ReadonlyMap<SocketState, Actor>): Balance {
  const all = [...actors.values()];
  const publishes = all.some(({ state }) => state.promises.sends === 'subscribers');
  return publishes ? published(ledger, all) : (undelivered(model, ledger, all) ?? overall(model, ledger, all));
}

/** Messages of one socket whose peers were all there to the end: all of them have been received. */
function undelivered(model: Model, ledger: Ledger, actors: readonly Actor[]): Balance | undefined {
  if (keepsNewestOnly(actors) || model.namesakes) return undefined;
  for (const { state, name, type } of actors) {
    if (state.peerLeft || state.cutShort || state.promises.sends !== 'next' || type === 'REQ') continue;
    if (refusedUnseen(state) || model.mayBeTakenOver(state)) continue;
    const lost = ledger.of(state).filter((entry) => entry.state === 'accepted' && entry.receivedBy.length === 0);
    if (lost.length > 0) return { undelivered: `${name}: ${list(lost)}, though no peer has left` };
  }
  return undefined;
}

/** Everything between all sockets: received, dropped and counted, or queued. */
function overall(model: Model, ledger: Ledger, actors: readonly Actor[]): Balance {
  const uncounted = actors.some((actor) => !actor.zmtp) || model.namesakes;
  // A REQ throws away the reply to a request that was given up, or that a socket of the same name made before it.
  const abandons =
    actors.some((actor) => actor.option('relaxed') === true) ||
    ledger.entries.some(({ tries }) => tries !== undefined) ||
    actors.some(({ type, state }) => type === 'REQ' && routesById(model.scenario.pattern) && model.sharesId(state));
  if (keepsNewestOnly(actors) || uncounted || abandons) return {};
  const accepted = ledger.entries.filter(({ state }) => state === 'accepted');
  const unreceived = accepted.filter(({ receivedBy }) => receivedBy.length === 0);
  let dropped = 0;
  let queued = 0;
  for (const { socket } of actors) {
    const stats = socket.stats();
    for (const count of Object.values(stats.dropped)) dropped += count;
    queued += (stats.queuedOutgoing ?? 0) + (stats.queuedIncoming ?? 0);
  }
  const missing = unreceived.length - dropped - queued;
  const sums = `${accepted.length} accepted, ${accepted.length - unreceived.length} received, ${dropped} dropped, ${queued} queued`;
  const probes = actors.some((actor) => actor.option('probeRouter') === true);
  if (missing < 0 && !probes) return { surplus: sums };
  if (missing <= 0) return {};
  const held = model.brokenLinks * SYSTEM_HOLDS_BYTES[model.scenario.transport];
  const bytes = unreceived
    .map((entry) => entry.bytes)
    .sort((left, right) => left - right)
    .slice(0, missing)
    .reduce((sum, each) => sum + each, 0);
  const explained = held > 0 && bytes <= held;
  return explained ? {} : { missing: `${sums}: ${missing} of ${list(unreceived)} are nowhere` };
}

/** Messages to subscribers: each that must get one has it, or it is counted as dropped. */
function published(ledger: Ledger, actors: readonly Actor[]): Balance {
  for (const { state, name, socket, zmtp } of actors) {
    const { sends } = state.promises;
    if ((sends !== 'subscribers' && sends !== 'publishers') || state.cutShort) continue;
    const missed = ledger.of(state).filter((entry) => entry.state === 'accepted' && missedBy(entry) > 0);
    const count = missed.reduce((sum, entry) => sum + missedBy(entry), 0);
    const { dropped } = socket.stats();
    const allowed = zmtp ? dropped.full : state.plan.options['noDrop'] === true ? 0 : Infinity;
    if (count > allowed) return { missing: `${name}: ${list(missed)} missed by ${count}, ${allowed} counted` };
  }
  return {};
}

/** By how many of those who must get a message it was not received. */
function missedBy({ due, receivedBy }: Entry): number {
  return due.filter(
    ({ subscriber, epoch }) =>
      subscriber.life === 'open' && subscriber.epoch === epoch && !receivedBy.includes(subscriber),
  ).length;
}

function keepsNewestOnly(actors: readonly Actor[]): boolean {
  return actors.some((actor) => actor.option('conflate') === true);
}

function list(entries: readonly Entry[]): string {
  const names = entries.slice(0, 6).map(({ id }) => `#${id}`);
  return entries.length > 6 ? `${names.join(', ')} … (${entries.length})` : names.join(', ');
}
