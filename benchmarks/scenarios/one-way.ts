import type { Peer } from '../peers/peer.js';
import { Stage, type TransportName } from '../run/stage.js';
import type { Timing } from '../run/timing.js';
import type { Figures } from './scenario.js';
import { strideOf } from './scenario.js';

/** How messages go from a PUSH to a PULL. */
export interface OneWay {
  readonly transport: TransportName;
  readonly size: number;
  readonly frames: number;
  /** With `trySend` and `tryReceive`. */
  readonly bulk: boolean;
}

/** Messages a second from a process to another one, counted where they arrive. */
export async function measureOneWay(
  { transport, size, frames, bulk }: OneWay,
  peer: Peer,
  timing: Timing,
): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  const values = { size, frames, stride: strideOf(size) };
  const [pull, push] = bulk ? ['pullAll', 'pushAll'] : ['pull', 'push'];
  const { binder, endpoint } = await stage.bind('push-pull', pull, { ...values, endpoint: stage.endpoint(transport) });
  stage.start('push-pull', push, { ...values, endpoint });
  return await stage.report<Figures>(binder, 'result');
}
