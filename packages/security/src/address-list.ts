import { BlockList, isIP } from 'node:net';
import type { AuthenticationAnswer, AuthenticationRequest, Authenticator } from '@zeromq-ts/core';
import { checkArgumentCount, checkCallOptions, showValue, ZMQError } from '@zeromq-ts/core/spi';

/** The rules of an {@link AddressList}. */
export interface AddressRules {
  /** Addresses that may connect. Default: all that are not denied. */
  readonly allow?: readonly string[] | undefined;
  /** Addresses that may not connect, even if `allow` includes them. */
  readonly deny?: readonly string[] | undefined;
}

const LOCAL = 'local';
const RULE_CHECKS = { allow: checkList, deny: checkList };

/**
 * Decides by address which peers may connect: IPv4 and IPv6 addresses, CIDR subnets such as `10.0.0.0/8`, and `local`
 * for peers over ipc, which have no address. An address does not prove an identity: combine it with keys, with {@link
 * allOf}.
 *
 * @example
 * ```ts
 * import { AddressList } from '@zeromq-ts/security';
 *
 * const list = new AddressList({ allow: ['10.0.0.0/8', '::1', 'local'], deny: ['10.6.6.6'] });
 * console.log(list.allows('10.1.2.3'), list.allows('10.6.6.6'), list.allows('192.0.2.1')); // true false false
 * ```
 */
export class AddressList implements Authenticator {
  readonly #allowed: Addresses | undefined;
  readonly #denied: Addresses;

  /** @throws ZMQError `EINVAL` for anything else. */
  constructor(rules: AddressRules) {
    checkArgumentCount('AddressList', arguments, 1);
    checkCallOptions('AddressList', rules, RULE_CHECKS);
    const { allow, deny = [] } = rules;
    this.#allowed = allow === undefined ? undefined : new Addresses(allow);
    this.#denied = new Addresses(deny);
  }

  /** @param address An IP address; empty for a peer over ipc. */
  allows(address: string): boolean {
    if (this.#denied.has(address)) return false;
    return this.#allowed?.has(address) ?? true;
  }

  authenticate({ address }: AuthenticationRequest): AuthenticationAnswer {
    return this.allows(address) || { refuse: `its address ${address === '' ? '(ipc)' : address} is not allowed` };
  }
}

class Addresses {
  readonly #list = new BlockList();
  readonly #local: boolean;

  constructor(rules: readonly string[]) {
    this.#local = rules.includes(LOCAL);
    for (const rule of rules) if (rule !== LOCAL) this.#add(rule);
  }

  has(address: string): boolean {
    if (address === '') return this.#local;
    const family = familyOf(address);
    // A string that is not an address is on no list: it is not allowed, but it is admitted if there is only a deny
    // list.
    return family !== undefined && this.#list.check(withoutZone(address), family);
  }

  #add(rule: string): void {
    const [address = '', bits, ...more] = rule.split('/');
    const family = familyOf(address);
    const longest = family === 'ipv4' ? 32 : 128;
    const length = bits === undefined ? longest : Number(bits);
    if (family === undefined || more.length > 0 || !/^\d+$/.test(bits ?? '0') || length > longest) {
      throw new ZMQError(
        'EINVAL',
        `${JSON.stringify(rule)} is not an address: use an IPv4 or IPv6 address, a subnet such as 10.0.0.0/8, or 'local'.`,
      );
    }
    this.#list.addSubnet(address, length, family);
  }
}

function withoutZone(address: string): string {
  const zone = address.indexOf('%');
  return zone < 0 ? address : address.slice(0, zone);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const family = isIP(withoutZone(address));
  return family === 4 ? 'ipv4' : family === 6 ? 'ipv6' : undefined;
}

function checkList(name: string, value: unknown): void {
  if (Array.isArray(value) && value.every((rule) => typeof rule === 'string')) return;
  throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts an array of addresses and subnets.`);
}
