import type { OptionSpec, StoredValue } from './option-spec.js';

const INT32_MAX = 2_147_483_647;
const MAX_TEXT_BYTES = 255;
const MAX_HEARTBEAT_TTL_MS = 6_553_500;
/** Linux: `IFNAMSIZ`. */
const MAX_DEVICE_NAME_BYTES = 16;
const TTL_UNIT_MS = 100;

const PUB = 1;
const SUB = 2;
const REQ = 3;
const DEALER = 5;
const ROUTER = 6;
const XPUB = 9;
const STREAM = 11;

type Traits = Pick<OptionSpec, 'types' | 'immediate' | 'readonly' | 'rounded' | 'core'>;

function number(fallback: number, lowest: number, traits: Traits = {}, highest = INT32_MAX): OptionSpec {
  return { width: 'int32', fallback, accepts: (value) => isBetween(value, lowest, highest), ...traits };
}

function flag(traits: Traits = {}): OptionSpec {
  return { width: 'int32', fallback: 0, accepts: (value) => value === 0 || value === 1, ...traits };
}

function text(accepts: (bytes: Buffer | null) => boolean, traits: Traits = {}): OptionSpec {
  return { width: 'text', fallback: null, accepts: (value) => accepts(value as Buffer | null), ...traits };
}

function isBetween(value: StoredValue, lowest: number, highest: number): boolean {
  return typeof value === 'number' && value >= lowest && value <= highest;
}

/** What a heartbeat can say: whole tenths of a second. */
const toTenths = (value: number): number => Math.trunc(value / TTL_UNIT_MS) * TTL_UNIT_MS || 0;

const isName = (bytes: Buffer | null): boolean =>
  bytes === null || (bytes.length > 0 && bytes.length <= MAX_TEXT_BYTES);
const isRoutingId = (bytes: Buffer | null): boolean =>
  bytes !== null && bytes.length > 0 && bytes.length <= MAX_TEXT_BYTES;
const isKey = (bytes: Buffer | null): boolean => bytes?.length === 32 || bytes?.length === 40;

/** An option that core has, too, with the same values. */
const as = (name: string): Pick<OptionSpec, 'core'> => ({ core: (value) => [name, value] });
/** The same, where libzmq has -1 for no limit. */
const limit = (name: string): Pick<OptionSpec, 'core'> => ({
  core: (value) => [name, (value as number) < 0 ? Infinity : value],
});
const truth = (name: string): Pick<OptionSpec, 'core'> => ({ core: (value) => [name, value === 1] });
/** Where 0 stands for the default of the system, as -1 does. */
const system = (name: string): Pick<OptionSpec, 'core'> => ({
  core: (value) => [name, (value as number) <= 0 ? -1 : value],
});

/** The options of sockets by their numbers (`zmq.h`), with the defaults and the limits of libzmq 4.3.5. */
export const OPTION_SPECS: ReadonlyMap<number, OptionSpec> = new Map<number, OptionSpec>([
  [4, { width: 'uint64', fallback: 0, accepts: (value) => isBetween(value, 0, Infinity) }],
  [5, text(isRoutingId, { core: (value) => ['routingId', value ?? undefined] })],
  [8, number(100, 1)],
  [9, number(10_000, 0)],
  [11, number(-1, -1, system('sendBufferSize'))],
  [12, number(-1, -1, system('receiveBufferSize'))],
  [16, number(0, 0, { readonly: true })],
  [17, number(-1, -1, { immediate: true, ...limit('linger') })],
  [18, number(100, -1, limit('reconnectInterval'))],
  [19, number(100, 0, { core: (value) => ['backlog', Math.max(1, value as number)] })],
  [21, number(0, 0, as('reconnectMaxInterval'))],
  [22, { width: 'int64', fallback: -1, accepts: (value) => typeof value === 'number', ...limit('maxMessageSize') }],
  [23, number(1000, 0, { immediate: true, ...as('sendHighWaterMark') })],
  [24, number(1000, 0, { immediate: true, ...as('receiveHighWaterMark') })],
  [25, number(1, 1)],
  [27, number(-1, -1, { immediate: true })],
  [28, number(-1, -1, { immediate: true })],
  [32, text(() => false, { readonly: true })],
  [33, flag({ immediate: true, types: [ROUTER], ...truth('mandatory') })],
  [34, number(-1, -1, as('tcpKeepalive'), 1)],
  [35, number(-1, -1, system('tcpKeepaliveCount'))],
  [36, number(-1, -1, system('tcpKeepaliveIdle'))],
  [37, number(-1, -1, system('tcpKeepaliveInterval'))],
  [38, text((bytes) => bytes === null || bytes.length > 0)],
  [39, flag(truth('immediate'))],
  [40, flag({ immediate: true, types: [XPUB] })],
  [42, flag(truth('ipv6'))],
  [43, number(0, 0, { readonly: true })],
  [44, flag()],
  [45, text(isName)],
  [46, text(isName)],
  [47, flag()],
  [48, text(isKey)],
  [49, text(isKey)],
  [50, text(isKey)],
  [51, flag({ immediate: true, types: [REQ, DEALER, ROUTER], ...truth('probeRouter') })],
  [52, flag({ immediate: true, types: [REQ], ...truth('correlate') })],
  [53, flag({ immediate: true, types: [REQ], ...truth('relaxed') })],
  [54, flag({ core: (value) => ['conflate', value === 1] })],
  [55, text((bytes) => bytes === null || bytes.length <= MAX_TEXT_BYTES)],
  [56, flag({ immediate: true, types: [ROUTER], ...truth('handover') })],
  [57, number(0, 0)],
  [66, number(30_000, 0, as('handshakeInterval'))],
  [68, text((bytes) => bytes === null || bytes.length > 0)],
  [69, flag({ types: [PUB, XPUB], ...truth('noDrop') })],
  [71, flag({ types: [XPUB], ...truth('manual') })],
  [72, text(() => true, { types: [XPUB], core: (value) => ['welcomeMessage', value ?? undefined] })],
  [73, flag({ types: [STREAM], ...truth('notify') })],
  [74, flag({ types: [PUB, SUB, XPUB], ...truth('invertMatching') })],
  [75, number(0, 0, as('heartbeatInterval'))],
  [76, number(0, 0, { rounded: toTenths, ...as('heartbeatTimeToLive') }, MAX_HEARTBEAT_TTL_MS)],
  [77, number(-1, 0, { core: (value) => ['heartbeatTimeout', value === -1 ? undefined : value] })],
  [78, flag({ immediate: true, types: [XPUB] })],
  [79, number(0, 0, as('connectTimeout'))],
  [80, number(0, 0)],
  [81, { ...flag(), readonly: true }],
  [84, number(1500, 1)],
  [90, number(0, 0, {}, 2)],
  [91, number(0, 0, {}, 2)],
  [92, text((bytes) => bytes === null || (bytes.length > 0 && bytes.length <= MAX_DEVICE_NAME_BYTES))],
  [93, flag()],
  [94, flag()],
]);
