/**
 * What would become of a send that begins now:
 *
 * - `'ready'`: the message would be queued for a peer, or dropped where the socket type does not wait.
 * - `'full'`: it would wait, because no peer has room, none is connected, or other sends wait already.
 * - `'out-of-turn'`: it is not the turn of a REQ or REP to send.
 * - `'closed'`: it would be refused.
 */
export type SendState = 'ready' | 'full' | 'out-of-turn' | 'closed';
