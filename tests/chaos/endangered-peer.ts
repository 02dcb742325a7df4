import { fileURLToPath } from 'node:url';
import { FaultProxy, freePort } from '@zeromq-ts/testing/conformance';
import { LineChild } from '../processes/line-child.js';

const PROGRAM = fileURLToPath(new URL('programs/peer.mjs', import.meta.url));

/** A peer in a process of its own, behind proxies; always at the same ports, however often it is killed. */
export class EndangeredPeer {
  readonly proxies: readonly FaultProxy[];
  readonly #name: string;
  readonly #ports: readonly number[];
  readonly #collector: string;
  #child: LineChild | undefined;

  private constructor(name: string, ports: readonly number[], proxies: readonly FaultProxy[], collector: string) {
    this.#name = name;
    this.#ports = ports;
    this.proxies = proxies;
    this.#collector = collector;
  }

  static async start(name: string, collector: string): Promise<EndangeredPeer> {
    const ports = [await freePort(), await freePort(), await freePort()];
    const proxies = await Promise.all(ports.map((port) => FaultProxy.before(port)));
    const peer = new EndangeredPeer(name, ports, proxies, collector);
    await peer.restart();
    return peer;
  }

  get replies(): string {
    return (this.proxies[0] as FaultProxy).endpoint;
  }

  get publishes(): string {
    return (this.proxies[1] as FaultProxy).endpoint;
  }

  get pulls(): string {
    return (this.proxies[2] as FaultProxy).endpoint;
  }

  /** Kills it as a crash would, if it runs, and starts it again. */
  async restart(): Promise<void> {
    await this.#child?.kill();
    const args = [PROGRAM, this.#name, ...this.#ports.map(String), this.#collector];
    this.#child = new LineChild('peer', process.execPath, args, { ZMQ_ENGINE: 'zmtp' });
    await this.#child.said('READY');
  }

  async end(): Promise<void> {
    await this.#child?.kill();
    for (const proxy of this.proxies) proxy.close();
  }
}
