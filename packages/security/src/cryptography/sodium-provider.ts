import type { Cryptography, CryptographyProvider } from '@zeromq-ts/core/spi';
import type { LibSodium } from 'libsodium';
import { SodiumCryptography } from './sodium-cryptography.js';

let loaded: Cryptography | undefined;
let loading: Promise<Cryptography> | undefined;

/** libsodium, which is loaded when the first socket with CURVE is opened on the engine zmtp, and not before. */
export const sodiumProvider: CryptographyProvider = {
  seam: 'cryptography@1',
  get loaded() {
    return loaded;
  },
  load: () => (loading ??= load()),
};

async function load(): Promise<Cryptography> {
  loaded = new SodiumCryptography(await sodium());
  return loaded;
}

/** The library, ready for use. */
export async function sodium(): Promise<LibSodium> {
  const { default: exported } = await import('libsodium');
  if (typeof exported === 'function') return exported();
  await exported.ready;
  return exported;
}
