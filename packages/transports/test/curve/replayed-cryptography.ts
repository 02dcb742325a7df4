import type { BoxKeyPair, Cryptography } from '@zeromq-ts/core/spi';
import { curveMechanism } from '../../src/zmtp/curve/curve-mechanism.js';
import { Handshake } from '../../src/zmtp/handshake.js';
import type { RfcSocketType } from '@zeromq-ts/testing';
import { definitionOf, optionsOf } from '@zeromq-ts/testing';
import { cryptography as real } from './sides.js';

/** The library, with random octets that are not: those of a connection that has been before. */
export class ReplayedCryptography implements Cryptography {
  readonly #chosen: Buffer[];

  /** @param chosen What was drawn then, in hexadecimal digits: secret keys, cookies and nonces, in order. */
  constructor(chosen: readonly string[]) {
    this.#chosen = chosen.map((digits) => Buffer.from(digits, 'hex'));
  }

  keyPair(): BoxKeyPair {
    const secretKey = this.random(32);
    return { secretKey, publicKey: real.publicKey(secretKey) };
  }

  random(length: number): Buffer {
    const next = this.#chosen.shift();
    if (next?.length !== length) throw new Error(`${length} octets were not drawn then, or not now.`);
    return Buffer.from(next);
  }

  readonly publicKey: Cryptography['publicKey'] = (...given) => real.publicKey(...given);
  readonly sharedKey: Cryptography['sharedKey'] = (...given) => real.sharedKey(...given);
  readonly seal: Cryptography['seal'] = (...given) => real.seal(...given);
  readonly open: Cryptography['open'] = (...given) => real.open(...given);
  readonly openInPlace: Cryptography['openInPlace'] = (...given) => real.openInPlace(...given);
  readonly sealBehind: Cryptography['sealBehind'] = (...given) => real.sealBehind(...given);
}

/** One side of a connection that computes with this. */
export function sideWith(
  cryptography: Cryptography,
  type: RfcSocketType,
  options: object,
  routingId?: string,
): Handshake {
  const { security } = optionsOf(type, options);
  return new Handshake({
    socketType: type,
    peers: definitionOf(type).peers,
    sendsIdentity: definitionOf(type).sendsIdentity,
    routingId: routingId === undefined ? undefined : Buffer.from(routingId),
    mechanism: curveMechanism(security, {
      seam: 'cryptography@1',
      loaded: cryptography,
      load: () => Promise.resolve(cryptography),
    }),
  });
}
