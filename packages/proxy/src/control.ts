import type { Message, MessageInput, WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import { isClosed } from './relay.js';
import type { ProxyStats } from './proxy-stats.js';

/** A socket that takes commands: REP and PAIR answer, PULL and SUB do not. */
export interface ControlSocket {
  readonly type: string;
  readonly closed: boolean;
  /** Rejects when the socket can never be used. */
  readonly ready?: Promise<void>;
  receive(options?: WaitOptions): Promise<Message>;
  send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
}

/** What a control socket steers. */
export interface Steered {
  pause(): Promise<void>;
  resume(): void;
  terminate(): void;
  stats(): ProxyStats;
  unknownCommand(): void;
}

const TYPES = ['REP', 'PAIR', 'PULL', 'SUB'];

/** @throws ZMQError `EINVAL` for anything but a REP, PAIR, PULL or SUB. */
export function checkControl(option: ControlSocket | undefined): ControlSocket | undefined {
  if (option === undefined) return undefined;
  const type = (option as Partial<ControlSocket> | null)?.type;
  if (typeof type === 'string' && TYPES.includes(type)) return option;
  throw new ZMQError(
    'EINVAL',
    `The control of a ZMQProxy is a socket of the type ${TYPES.join(', ')}, not ${type ?? typeof option}.`,
  );
}

/**
 * Carries out the commands of a control socket, as `zmq_proxy_steerable(3)` of libzmq defines them: `PAUSE`, `RESUME`,
 * `TERMINATE` and `STATISTICS`, each a message of one frame. A REP answers every command, with an empty message unless it
 * is STATISTICS; a PAIR answers STATISTICS only; on PULL and SUB there is no answer. Anything else has no effect, and is
 * counted.
 *
 * Settles when the socket closes, or with the signal. An answer that cannot be sent is not needed; the answer of a REP is
 * then an empty one, without which it receives nothing more.
 *
 * @throws what `receive` rejects with, when the socket will never receive: the bind of its constructor has failed.
 */
export async function obey(control: ControlSocket, steered: Steered, signal: AbortSignal): Promise<void> {
  for (;;) {
    const command = await nextCommand(control, signal);
    if (command === undefined) return;
    const answer = await carryOut(command, steered);
    if (control.type === 'REP' || (control.type === 'PAIR' && answer !== undefined)) {
      const sent = await answered(control, answer ?? '', signal);
      if (!sent && control.type === 'REP') await answered(control, '', signal);
    }
    if (isTerminate(command)) return steered.terminate();
  }
}

/** The next command; `undefined` when there will be none. */
async function nextCommand(control: ControlSocket, signal: AbortSignal): Promise<Message | undefined> {
  try {
    return await control.receive({ signal, timeout: Infinity });
  } catch (error) {
    if (signal.aborted || control.closed || isClosed(error)) return undefined;
    throw error;
  }
}

/** @returns whether the answer could be sent. */
async function answered(control: ControlSocket, answer: MessageInput, signal: AbortSignal): Promise<boolean> {
  try {
    await control.send?.(answer, { signal });
    return true;
  } catch {
    return false;
  }
}

async function carryOut(command: Message, steered: Steered): Promise<readonly Uint8Array[] | undefined> {
  switch (command.length === 1 ? command.text() : '') {
    case 'PAUSE':
      await steered.pause();
      return undefined;
    case 'RESUME':
      steered.resume();
      return undefined;
    case 'TERMINATE':
      return undefined;
    case 'STATISTICS':
      return statisticsFrames(steered.stats());
    default:
      steered.unknownCommand();
      return undefined;
  }
}

function isTerminate(command: Message): boolean {
  return command.length === 1 && command.text() === 'TERMINATE';
}

/**
 * Eight frames of eight bytes, unsigned, in the byte order of this machine, which is little endian wherever Node runs
 * today but on s390x: frames and bytes received by the frontend, sent by it, received by the backend, sent by it.
 */
export function statisticsFrames({ frontend, backend }: ProxyStats): readonly Uint8Array[] {
  return [frontend, backend]
    .flatMap((side) => [side.framesReceived, side.bytesReceived, side.framesSent, side.bytesSent])
    .map((count) => new Uint8Array(BigUint64Array.of(BigInt(count)).buffer));
}
