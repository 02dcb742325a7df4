import type { Message } from '@zeromq-ts/core';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import type { TopRow } from './top-row.js';

/** What one side of a proxy has received and sent: frames and bytes. */
interface Side {
  readonly framesReceived: number;
  readonly bytesReceived: number;
  readonly framesSent: number;
  readonly bytesSent: number;
}

interface Statistics {
  readonly time: number;
  readonly sides: readonly [Side, Side];
}

/** A proxy that answers STATISTICS on a control socket, of this library or of libzmq: it is asked again and again. */
export class ProxyWatch {
  readonly #endpoint: string;
  readonly #request: ZMQRequest;
  #now: Statistics | undefined;
  #before: Statistics | undefined;

  /** @throws ZMQError for a malformed endpoint. */
  constructor(endpoint: string) {
    this.#endpoint = endpoint;
    this.#request = new ZMQRequest(endpoint, { linger: 0, maxMessageSize: 64 });
  }

  /** Asks once. @returns Whether there was an answer in time. */
  async ask(timeout: number, signal: AbortSignal): Promise<boolean> {
    let answer: Message;
    try {
      answer = await this.#request.request('STATISTICS', { timeout, signal });
    } catch {
      this.#now = undefined;
      return false;
    }
    this.#before = this.#now;
    this.#now = statisticsOf(answer, Date.now());
    return this.#now !== undefined;
  }

  /** Both sides. Messages are frames here: a proxy counts no others. */
  rows(): readonly TopRow[] {
    const { sides, time } = this.#now ?? {};
    if (sides === undefined || time === undefined) return [];
    return sides.map((side, index) => {
      const before = this.#before?.sides[index];
      const seconds = (time - (this.#before?.time ?? time)) / 1000;
      const rate = (name: keyof Side): number | undefined => {
        if (before === undefined || seconds <= 0 || side[name] < before[name]) return undefined;
        return (side[name] - before[name]) / seconds;
      };
      const [received, sent] = [rate('bytesReceived'), rate('bytesSent')];
      return {
        process: 'proxy',
        pid: '-',
        socket: index === 0 ? 'front' : 'back',
        type: '-',
        endpoint: this.#endpoint,
        peers: undefined,
        in: rate('framesReceived'),
        out: rate('framesSent'),
        bytes: received === undefined || sent === undefined ? undefined : received + sent,
        queuedIn: undefined,
        queuedOut: undefined,
        dropped: undefined,
        errors: undefined,
        lastEvent: undefined,
        listed: [],
        unlisted: 0,
      };
    });
  }

  close(): Promise<void> {
    return this.#request.close({ linger: 0 });
  }
}

/** Eight frames of eight bytes, unsigned, in the byte order of the machine of the proxy, which is that of this one. */
function statisticsOf(message: Message, time: number): Statistics | undefined {
  const frames = [...message];
  if (frames.length !== 8 || frames.some((frame) => frame.length !== 8)) return undefined;
  const counts = frames.map((frame) => Number(new BigUint64Array(Uint8Array.from(frame).buffer)[0]));
  return { time, sides: [sideOf(counts.slice(0, 4)), sideOf(counts.slice(4))] };
}

function sideOf([framesReceived = 0, bytesReceived = 0, framesSent = 0, bytesSent = 0]: readonly number[]): Side {
  return { framesReceived, bytesReceived, framesSent, bytesSent };
}
