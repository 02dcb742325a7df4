import type { SocketTypeName } from '@zeromq-ts/core';
import type { Ending } from '../processes/line-child.js';
import { LineChild } from '../processes/line-child.js';
import type { PeerProgram } from './peer-programs.js';

const encodeFrame = (frame: Uint8Array): string => (frame.byteLength === 0 ? '-' : Buffer.from(frame).toString('hex'));

const decodeFrame = (word: string): Buffer => (word === '-' ? Buffer.alloc(0) : Buffer.from(word, 'hex'));

/** A socket of another library in a process of its own. Its answers come in the order of what it is told. */
export class ForeignPeer {
  readonly endpoint: string;
  readonly #child: LineChild;

  private constructor(child: LineChild, endpoint: string) {
    this.#child = child;
    this.endpoint = endpoint;
  }

  /** @param action `attach` (CZMQ only) leaves prefixes, lists and defaults to the library. */
  static async start(
    program: PeerProgram,
    type: SocketTypeName,
    action: 'bind' | 'connect' | 'attach',
    endpoint: string,
    routingId?: string,
    environment?: NodeJS.ProcessEnv,
  ): Promise<ForeignPeer> {
    const args = [...program.args, type, action, endpoint, ...(routingId === undefined ? [] : [routingId])];
    const child = new LineChild(`${program.name} ${type}`, program.command, args, environment);
    return new ForeignPeer(child, await child.said('READY'));
  }

  async send(...frames: readonly Uint8Array[]): Promise<void> {
    this.#child.write(`send ${frames.map(encodeFrame).join(' ')}`);
    await this.#child.said('SENT');
  }

  async receive(): Promise<Buffer[]> {
    this.#child.write('receive');
    return (await this.#child.said('MESSAGE')).split(' ').map(decodeFrame);
  }

  /** Sends a string as the library sends strings. */
  async sendText(text: string): Promise<void> {
    this.#child.write(`send-text ${text}`);
    await this.#child.said('SENT');
  }

  async receiveText(): Promise<string> {
    this.#child.write('receive-text');
    return this.#child.said('TEXT');
  }

  async subscribe(topic: Uint8Array): Promise<void> {
    this.#child.write(`subscribe ${encodeFrame(topic)}`);
    await this.#child.said('DONE');
  }

  async unsubscribe(topic: Uint8Array): Promise<void> {
    this.#child.write(`unsubscribe ${encodeFrame(topic)}`);
    await this.#child.said('DONE');
  }

  /** Sends the numbers from 0 as text. */
  async sendNumbers(count: number): Promise<void> {
    this.#child.write(`send-numbers ${count}`);
    await this.#child.said('SENT');
  }

  /** Receives so many messages, the last frames of which must be the numbers from 0 in order. */
  async receiveNumbers(count: number): Promise<void> {
    this.#child.write(`receive-numbers ${count}`);
    await this.#child.said('DONE');
  }

  /** Sends so many messages back as they come. */
  async echo(count: number): Promise<void> {
    this.#child.write(`echo ${count}`);
    await this.#child.said('DONE');
  }

  /** Closes its socket, as the library does at the end of a program. */
  end(): Promise<Ending> {
    this.#child.endInput();
    return this.#child.ended;
  }
}
