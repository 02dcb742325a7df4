const RESERVED = /^(?:host|upgrade|connection|content-length|transfer-encoding|sec-websocket-.*)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
const SUBPROTOCOL = /^ZWS2\.0(?:[/.](?:NULL|PLAIN|CURVE))?$/;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const CHECKS: Readonly<Record<string, readonly [accepts: string, check: (value: unknown) => boolean]>> = {
  server: [
    'a server of node:http, node:https or node:http2, a BunUpgrades or a DenoUpgrades',
    (value) => typeof value === 'object' && value !== null && 'on' in value && 'address' in value,
  ],
  tls: ['an object of options of node:tls, with a text as servername and bytes as session', isTls],
  verify: ['a function', (value) => typeof value === 'function'],
  allowedOrigins: [
    "'*', a list of origins as https://app.example, or a function",
    (value) =>
      value === '*' || typeof value === 'function' || (isTextList(value) && (value as string[]).every(isOrigin)),
  ],
  allowedHosts: ['a list of host names', isTextList],
  trustProxy: ['true or false', (value) => typeof value === 'boolean'],
  maxConnections: ['an integer from 1', (value) => Number.isInteger(value) && (value as number) > 0],
  idleTimeout: ['an integer from 0', (value) => Number.isInteger(value) && (value as number) >= 0],
  headers: ['an object of header names and values, without those of the upgrade', isHeaders],
  subprotocols: [
    'a list of ZWS2.0 and ZWS2.0/NULL, ZWS2.0/PLAIN or ZWS2.0/CURVE',
    (value) =>
      isTextList(value) &&
      (value as string[]).length > 0 &&
      (value as string[]).every((each) => SUBPROTOCOL.test(each)),
  ],
};

/** What is wrong with the option `webSocket`, without a value of it; `undefined` when nothing is. */
export function settingsProblem(settings: unknown): string | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return 'not an object';
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (rule === undefined) return `an object with the unknown setting ${JSON.stringify(name)}`;
    const [accepts, check] = rule;
    if (!check(value)) return `an object whose ${name} is not ${accepts}`;
  }
  return undefined;
}

/**
 * Node looks at most of these options before it connects. These two it looks at later, and throws: the connection that it
 * has begun has no listener by then, so that its error would end the process.
 */
function isTls(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { servername, session } = value as { servername?: unknown; session?: unknown };
  return (
    (servername === undefined || typeof servername === 'string') &&
    (session === undefined || session instanceof Uint8Array)
  );
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value.toLowerCase();
}

function isHeaders(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      HEADER_NAME.test(name) && !RESERVED.test(name) && typeof text === 'string' && HEADER_VALUE.test(text),
  );
}
