import { curveKeyPair } from '@zeromq-ts/security';
import { z85Encode } from '@zeromq-ts/core/spi';
import type { OptionStore } from './option-store.js';

const ENFORCE_DOMAIN = 93;

/** The options of core for the security that the options of libzmq stand for. */
export function securityOptions(store: OptionStore): Record<string, unknown> {
  if (store.mechanism === 2) return curveOptions(store);
  if (store.mechanism === 1) return plainOptions(store);
  return domainOf(store);
}

/** Whether an option has to do with security, which cannot be changed once a socket is in use. */
export function isSecurityOption(option: number): boolean {
  return (option >= 43 && option <= 50) || option === 55 || option === ENFORCE_DOMAIN;
}

export const KEY_BYTES = 32;

/** Whether an option is a key: it is given as Z85 text or as bytes, and read as text. */
export function isKeyOption(option: number): boolean {
  return option >= 48 && option <= 50;
}

function curveOptions(store: OptionStore): Record<string, unknown> {
  // Without a key of its own, libzmq takes one of zeros. The secret key of a socket must not be known.
  const secret = key(store, 49) ?? curveKeyPair().secretKey;
  if (store.get(47) === 1) return { curveServer: true, curveSecretKey: secret, ...domainOf(store) };
  return {
    curveServerKey: key(store, 50) ?? curveKeyPair().publicKey,
    curveSecretKey: secret,
    curvePublicKey: key(store, 49) === undefined ? undefined : key(store, 48),
  };
}

function plainOptions(store: OptionStore): Record<string, unknown> {
  if (store.get(44) === 1) return { plainServer: true, ...domainOf(store) };
  return { plainUsername: textOf(store, 45) ?? '', plainPassword: textOf(store, 46) ?? '' };
}

function domainOf(store: OptionStore): Record<string, unknown> {
  const domain = textOf(store, 55);
  if (domain === undefined || domain === '') return {};
  return { securityDomain: domain, enforceSecurityDomain: store.get(ENFORCE_DOMAIN) === 1 };
}

function key(store: OptionStore, option: number): string | undefined {
  const bytes = store.get(option) as Buffer | null;
  if (bytes === null) return undefined;
  return bytes.length === KEY_BYTES ? z85Encode(bytes) : bytes.toString('latin1');
}

function textOf(store: OptionStore, option: number): string | undefined {
  return (store.get(option) as Buffer | null)?.toString();
}
