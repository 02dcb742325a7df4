import type { BoxKeyPair, Bytes, Cryptography } from '@zeromq-ts/core/spi';
import type { Command } from '../command.js';
import type { MechanismSession } from '../mechanism.js';
import type { CurveKeys } from './curve-keys.js';
import { CurveFrameCipher } from './curve-frame-cipher.js';
import { cannotOpen, lowOrder, malformed, outOfTurn } from './curve-errors.js';
import { joinBytes } from './join-bytes.js';
import { LONG_NONCE_BYTES, nonceOf, ReceiveCounter, SendCounter, SHORT_NONCE_BYTES, shortNonce } from './nonces.js';
import { SessionKeys } from './session-keys.js';

const KEY_BYTES = 32;
const COOKIE_BYTES = 96;
const SIGNATURE_BYTES = 64;
/** The lengths of the commands without their names (RFC 26). */
const WELCOME_BYTES = LONG_NONCE_BYTES + 16 + KEY_BYTES + COOKIE_BYTES;
const MIN_READY_BYTES = SHORT_NONCE_BYTES + 16;
const VERSION = Uint8Array.of(1, 0);
const PADDING = new Uint8Array(72);

/** What is known between HELLO and WELCOME_BYTES: the secrets of this connection. */
interface Begun {
  readonly secrets: SessionKeys;
  readonly transient: BoxKeyPair;
  readonly helloKey: Uint8Array;
}

/**
 * The client of CURVE on one connection (RFC 26). In its words, C and S are the long-term keys of client and server, C'
 * and S' those of this connection, in small letters the secret ones.
 *
 * ```
 *   HELLO     C', Box[64 × 0](c' → S)
 *   WELCOME_BYTES   Box[S', cookie](S → c')
 *   INITIATE  cookie, Box[C, vouch = Box[C', S](c → S'), metadata](c' → S')
 *   READY     Box[metadata](S' → c')
 * ```
 */
export class CurveClient implements MechanismSession {
  peerMetadata: Bytes | undefined;
  seal: CurveFrameCipher | undefined;
  waiting: Promise<readonly Command[]> | undefined;
  readonly #metadata: () => Uint8Array;
  readonly #keys: CurveKeys;
  readonly #sent = new SendCounter();
  readonly #received = new ReceiveCounter();
  #secrets: SessionKeys | undefined;
  #begun: Begun | undefined;
  #over = false;
  #key: Uint8Array | undefined;

  constructor(metadata: () => Uint8Array, keys: CurveKeys) {
    this.#metadata = metadata;
    this.#keys = keys;
  }

  start(): readonly Command[] {
    const { loaded } = this.#keys.provider;
    if (loaded !== undefined) return this.#hello(loaded);
    this.waiting = this.#load();
    this.waiting.catch(() => {});
    return [];
  }

  command(name: string, data: Bytes): readonly Command[] {
    if (this.#begun === undefined) throw outOfTurn('READY');
    const expected = this.#key === undefined ? 'WELCOME' : 'READY';
    if (name !== expected) throw outOfTurn(expected);
    if (this.#key === undefined) return this.#initiate(this.#begun, data);
    this.#ready(this.#begun.secrets, this.#key, data);
    return [];
  }

  end(): void {
    this.#over = true;
    this.#secrets?.end();
  }

  async #load(): Promise<readonly Command[]> {
    const cryptography = await this.#keys.provider.load();
    this.waiting = undefined;
    return this.#hello(cryptography);
  }

  #hello(cryptography: Cryptography): readonly Command[] {
    const secrets = new SessionKeys(cryptography);
    this.#secrets = secrets;
    if (this.#over) secrets.end();
    const transient = secrets.keyPair();
    const helloKey = secrets.sharedKey(this.#keys.serverKey as Uint8Array, transient.secretKey);
    if (helloKey === undefined) throw lowOrder('curveServerKey');
    this.#begun = { secrets, transient, helloKey };
    const nonce = shortNonce('CurveZMQHELLO---');
    this.#sent.next(nonce);
    const signature = cryptography.seal(helloKey, nonce, new Uint8Array(SIGNATURE_BYTES));
    const counter = nonce.subarray(-SHORT_NONCE_BYTES);
    return [{ name: 'HELLO', data: joinBytes(VERSION, PADDING, transient.publicKey, counter, signature) }];
  }

  #initiate({ secrets, transient, helloKey }: Begun, welcome: Bytes): readonly Command[] {
    const { cryptography } = secrets;
    if (welcome.length !== WELCOME_BYTES) throw malformed('WELCOME');
    const { publicKey, secretKey, serverKey } = this.#keys.own(cryptography);
    const nonce = nonceOf('WELCOME-', welcome.subarray(0, LONG_NONCE_BYTES));
    const opened = cryptography.open(helloKey, nonce, welcome.subarray(LONG_NONCE_BYTES));
    if (opened === undefined) throw cannotOpen('WELCOME', 'The peer may not have the secret key to curveServerKey.');
    const serverTransient = opened.subarray(0, KEY_BYTES);
    const cookie = opened.subarray(KEY_BYTES);
    const key = secrets.sharedKey(serverTransient, transient.secretKey);
    const vouchKey = secrets.sharedKey(serverTransient, secretKey);
    if (key === undefined || vouchKey === undefined) throw lowOrder("the server's key of this connection");
    this.#key = key;

    const vouchNonce = cryptography.random(LONG_NONCE_BYTES);
    const vouched = joinBytes(transient.publicKey, serverKey as Uint8Array);
    const vouch = cryptography.seal(vouchKey, nonceOf('VOUCH---', vouchNonce), vouched);
    const initiateNonce = shortNonce('CurveZMQINITIATE');
    this.#sent.next(initiateNonce);
    const plain = joinBytes(publicKey, vouchNonce, vouch, this.#metadata());
    const box = cryptography.seal(key, initiateNonce, plain);
    secrets.overwrite(transient.secretKey, helloKey, vouchKey);
    return [{ name: 'INITIATE', data: joinBytes(cookie, initiateNonce.subarray(-SHORT_NONCE_BYTES), box) }];
  }

  #ready(secrets: SessionKeys, key: Uint8Array, ready: Bytes): void {
    if (ready.length < MIN_READY_BYTES) throw malformed('READY');
    const nonce = shortNonce('CurveZMQREADY---');
    this.#received.accept(ready, 0, nonce);
    const metadata = secrets.cryptography.open(key, nonce, ready.subarray(SHORT_NONCE_BYTES));
    if (metadata === undefined) throw cannotOpen('READY', 'It was changed on its way.');
    this.seal = new CurveFrameCipher(secrets, key, false, this.#sent, this.#received);
    this.peerMetadata = metadata;
  }
}
