import type { Socket as NetSocket } from 'node:net';

/** Of each connection: its id, and what belongs to it. */
export class StreamPeer {
  readonly id: Buffer;
  /** The endpoint that it was bound or connected to. */
  readonly endpoint: string;
  readonly socket: NetSocket;
  /** Whether the program has closed it: then no notice of its end follows. */
  dismissed = false;

  constructor(id: Buffer, endpoint: string, socket: NetSocket) {
    this.id = id;
    this.endpoint = endpoint;
    this.socket = socket;
  }

  get key(): string {
    return this.id.toString('latin1');
  }
}
