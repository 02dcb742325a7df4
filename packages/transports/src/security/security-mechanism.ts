import type { MechanismName, OptionRules, SecurityScheme, SecuritySettings } from '@zeromq-ts/core/spi';
import { checkSeam, ZMQError, ZMTP_SECURITY } from '@zeromq-ts/core/spi';
import type { Mechanism } from '../zmtp/mechanism.js';
import { chosenMechanisms } from './chosen-mechanisms.js';

/** `SecurityMechanism`, and all that it is given and gives (docs/decisions/versioned-seams.md). */
const MECHANISM_SEAM = 'mechanism@1';

/** A security mechanism of another package, for `createZmtpEngine`. */
export interface SecurityMechanism {
  /** The version of these interfaces that it is made for, written out. */
  readonly seam: 'mechanism@1';
  /** Its name in the greeting: at most 20 characters of A-Z, 0-9, `-`, `_`. */
  readonly name: MechanismName;
  /** Its options, each alone. A socket that is given one of them has this mechanism. */
  readonly options: OptionRules;
  /**
   * Makes the mechanism of one socket.
   *
   * @param options - What the socket was given of its options, each checked.
   * @throws ZMQError `EINVAL` when they do not fit together, or one is missing.
   */
  readonly create: (options: Readonly<Record<string, unknown>>) => Mechanism;
}

/** Options of the side that authenticates, with any mechanism. */
const FOR_ANY = ['authenticate', 'authenticateTimeout', 'securityDomain'];
const OF_ZMTP = ['NULL', 'PLAIN', 'CURVE'];

type Given = Readonly<Record<string, unknown>>;

/**
 * The security of an engine that has these mechanisms beside NULL, PLAIN and CURVE.
 *
 * @throws ZMQError `EINVAL` when one is made for another version of the seam, or two have the same name.
 */
export function securityWith(mechanisms: readonly SecurityMechanism[]): SecurityScheme {
  if (mechanisms.length === 0) return ZMTP_SECURITY;
  checkMechanisms(mechanisms);
  return {
    rules: Object.assign({}, ZMTP_SECURITY.rules, ...mechanisms.map(({ options }) => options)) as OptionRules,
    resolve(given) {
      const mechanism = mechanisms.find(({ options }) =>
        Object.keys(given).some((name) => Object.hasOwn(options, name)),
      );
      return mechanism === undefined ? ZMTP_SECURITY.resolve(given) : resolve(mechanism, given);
    },
    warningOf: (settings) => ZMTP_SECURITY.warningOf(settings),
  };
}

function checkMechanisms(mechanisms: readonly SecurityMechanism[]): void {
  const names = new Set(OF_ZMTP);
  for (const { name, seam } of mechanisms) {
    checkSeam(`The mechanism ${name}`, seam, MECHANISM_SEAM);
    if (names.has(name)) {
      throw new ZMQError('EINVAL', `There are two mechanisms ${name}; an engine has one of each name.`);
    }
    names.add(name);
  }
}

/** @throws ZMQError `EINVAL` for options of another mechanism, and for options of the server at a client. */
function resolve({ name, options, create }: SecurityMechanism, given: Given): SecuritySettings {
  const own = pick(given, (each) => Object.hasOwn(options, each));
  const forAny = pick(given, (each) => FOR_ANY.includes(each));
  const others = Object.keys(given).filter((each) => !(each in own) && !(each in forAny));
  if (others.length > 0) {
    throw new ZMQError(
      'EINVAL',
      `A socket has one security mechanism, and this one has ${name}: omit ${others.join(', ')}.`,
    );
  }
  const mechanism = create(own);
  const [first] = Object.keys(forAny);
  if (first !== undefined && !mechanism.asServer) {
    throw new ZMQError('EINVAL', `${first} is an option of the server of ${name}, and this socket is a client.`);
  }
  const settings = { ...ZMTP_SECURITY.resolve(forAny), mechanism: name, server: mechanism.asServer };
  chosenMechanisms.set(settings, mechanism);
  return settings;
}

function pick(given: Given, isWanted: (name: string) => boolean): Given {
  return Object.fromEntries(Object.entries(given).filter(([name]) => isWanted(name)));
}
