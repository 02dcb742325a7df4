import type { BoxKeyPair, Cryptography, AuthenticationResult } from '@zeromq-ts/core/spi';
import { registeredCryptography } from '@zeromq-ts/core/spi';
import '@zeromq-ts/security';
import type { RfcSocketType } from '@zeromq-ts/testing';
import { definitionOf, optionsOf } from '@zeromq-ts/testing';
import { mechanismOf } from '../../src/security/mechanism-of.js';
import { Handshake } from '../../src/zmtp/handshake.js';
import type { Credentials } from '../../src/zmtp/mechanism.js';
import { nonceOf, shortNonce } from '../../src/zmtp/curve/nonces.js';
import { command } from '../zmtp/peers.js';

const provider = registeredCryptography();
if (provider === undefined) throw new Error('Nobody has brought the cryptography.');

/** The library, loaded. */
export const cryptography: Cryptography = await provider.load();

export const SERVER = cryptography.keyPair();
export const CLIENT = cryptography.keyPair();

type GateOption = (credentials: Credentials) => Promise<AuthenticationResult>;

/** One side of a connection, secured by the options of a socket. */
export function secured(type: RfcSocketType, options: object, gate?: GateOption): Handshake {
  return new Handshake({
    socketType: type,
    peers: definitionOf(type).peers,
    sendsIdentity: definitionOf(type).sendsIdentity,
    routingId: Buffer.from('shy-identity'),
    mechanism: mechanismOf({ options: optionsOf(type, options) }),
    gate,
  });
}

export const curveServer = (gate?: GateOption, pair: BoxKeyPair = SERVER): Handshake =>
  secured('ROUTER', { curveServer: true, curveSecretKey: pair.secretKey }, gate);

export const curveClient = (serverKey: Uint8Array = SERVER.publicKey): Handshake =>
  secured('DEALER', { curveServerKey: serverKey, curveSecretKey: CLIENT.secretKey });

/** What has gone over the wire: greetings, and the commands of both. */
export interface Transcript {
  readonly toServer: Buffer[];
  readonly toClient: Buffer[];
}

/** Changes what is on its way, by what it is: `greeting`, `HELLO`, `WELCOME`, `INITIATE`, `READY`. */
export type Tamper = (name: string, octets: Buffer) => Buffer;

/** Lets both sides talk to each other until nobody has anything to say. */
export async function converse(
  client: Handshake,
  server: Handshake,
  tamper: Tamper = (_, o) => o,
): Promise<Transcript> {
  const transcript: Transcript = { toServer: [], toClient: [] };
  let forServer = [tamper('greeting', Buffer.from(client.start()))];
  let forClient = [tamper('greeting', Buffer.from(server.start()))];
  while (forServer.length + forClient.length > 0) {
    const fromClient = await push(client, forClient, transcript.toClient);
    const fromServer = await push(server, forServer, transcript.toServer);
    forServer = fromClient.map((octets) => tamper(nameOf(octets), Buffer.from(octets)));
    forClient = fromServer.map((octets) => tamper(nameOf(octets), Buffer.from(octets)));
  }
  return transcript;
}

async function push(side: Handshake, chunks: readonly Buffer[], transcript: Buffer[]): Promise<Uint8Array[]> {
  const replies: Uint8Array[] = [];
  for (const chunk of chunks) {
    transcript.push(chunk);
    replies.push(...side.push(chunk));
    while (side.waiting) replies.push(...(await side.settle()));
  }
  return replies;
}

function nameOf(frame: Uint8Array): string {
  const octets = Buffer.from(frame);
  const header = (octets[0] as number) & 2 ? 9 : 2;
  return octets.toString('latin1', header + 1, header + 1 + (octets[header] as number));
}

/** A client made by hand, of whatever it is told to be made of. */
export class ScriptedClient {
  transient = cryptography.keyPair();
  pair: BoxKeyPair = CLIENT;
  /** The server for which it vouches. */
  vouchedServer: Uint8Array = SERVER.publicKey;
  /** The connection for which it vouches. */
  vouchedTransient: Uint8Array | undefined;
  shownKey: Uint8Array | undefined;
  helloCounter = 1;
  initiateCounter = 2;
  metadata = Buffer.alloc(0);
  #helloKey: Uint8Array = new Uint8Array(32);

  hello(): Buffer {
    const key = cryptography.sharedKey(SERVER.publicKey, this.transient.secretKey);
    this.#helloKey = key ?? new Uint8Array(32);
    const nonce = counted('CurveZMQHELLO---', this.helloCounter);
    const box = cryptography.seal(this.#helloKey, nonce, Buffer.alloc(64));
    const data = [Buffer.of(1, 0), Buffer.alloc(72), this.transient.publicKey, nonce.subarray(16), box];
    return command('HELLO', Buffer.concat(data));
  }

  initiate(welcome: Buffer): Buffer {
    const data = welcome.subarray(2 + 8);
    const opened = cryptography.open(this.#helloKey, nonceOf('WELCOME-', data.subarray(0, 16)), data.subarray(16));
    if (opened === undefined) throw new Error('This WELCOME cannot be opened.');
    const serverTransient = opened.subarray(0, 32);
    const vouchKey = cryptography.sharedKey(serverTransient, this.pair.secretKey) ?? new Uint8Array(32);
    const vouchNonce = cryptography.random(16);
    const vouched = Buffer.concat([this.vouchedTransient ?? this.transient.publicKey, this.vouchedServer]);
    const vouch = cryptography.seal(vouchKey, nonceOf('VOUCH---', vouchNonce), vouched);
    const key = cryptography.sharedKey(serverTransient, this.transient.secretKey) ?? new Uint8Array(32);
    const nonce = counted('CurveZMQINITIATE', this.initiateCounter);
    const plain = Buffer.concat([this.shownKey ?? this.pair.publicKey, vouchNonce, vouch, this.metadata]);
    const box = cryptography.seal(key, nonce, plain);
    return command('INITIATE', Buffer.concat([opened.subarray(32), nonce.subarray(16), box]));
  }
}

function counted(prefix: string, counter: number): Buffer {
  const nonce = shortNonce(prefix);
  nonce.writeBigUInt64BE(BigInt(counter), 16);
  return nonce;
}
