import type { ExitName } from '../exit-codes.js';
import { decodeStrict, printable } from '../output/printable.js';
import type { Finding, OtherFinding, Ready, ZmtpFinding } from './finding.js';
import type { Probed } from './probe.js';

/** How many properties a person is shown. */
const SHOWN_PROPERTIES = 20;

/** What is said about an endpoint that was probed. */
export interface ProbeReport {
  readonly exit: ExitName;
  /** What is there, in one line. */
  readonly headline: string;
  /** Pairs of a label and a value, printable. */
  readonly details: readonly (readonly [label: string, value: string])[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** Says what came of a probe. */
export function reportOf({ finding, connectMs, greetingMs }: Probed): ProbeReport {
  const times = { connectMs: rounded(connectMs), greetingMs: rounded(greetingMs) };
  const details: (readonly [string, string])[] = [];
  if (connectMs !== undefined) details.push(['connected in', milliseconds(connectMs)]);
  if (greetingMs !== undefined) details.push(['greeting in', milliseconds(greetingMs)]);
  if (finding.kind === 'zmtp' && finding.ready !== undefined) details.push(...readyDetails(finding.ready));
  return {
    exit: EXITS[finding.kind],
    headline: headlineOf(finding),
    details,
    json: { found: finding.kind, ...jsonOf(finding), ...times },
  };
}

const EXITS: Readonly<Record<Finding['kind'], ExitName>> = {
  zmtp: 'done',
  'old-zmtp': 'incompatible',
  other: 'incompatible',
  closed: 'incompatible',
  silent: 'timeout',
};

function headlineOf(finding: Finding): string {
  switch (finding.kind) {
    case 'zmtp':
      return zmtpHeadline(finding);
    case 'old-zmtp': {
      const type = finding.socketType === undefined ? '' : `, ${finding.socketType}`;
      return `ZMTP ${finding.version}${type}: older than the ZMTP 3 of this program`;
    }
    case 'other':
      return otherHeadline(finding);
    case 'closed':
      return 'closes the connection without a word: not ZMTP, or it refuses this address';
    case 'silent':
      return 'takes the connection and says nothing: not ZMTP, or a process that hangs';
  }
}

function zmtpHeadline({ version, mechanism, ready, withoutReady }: ZmtpFinding): string {
  const protocol = version.startsWith('ZWS') ? version : `ZMTP ${version}`;
  const type = ready?.socketType;
  const known = [protocol, mechanism === 'none' ? 'no mechanism' : printable(mechanism)];
  if (type !== undefined) return [...known, printable(type)].join(', ');
  const why = ready === undefined ? (withoutReady ?? 'it sent no READY') : 'its READY has none';
  return `${known.join(', ')}; socket type not known: ${printable(why)}`;
}

function otherHeadline({ protocol, said }: OtherFinding): string {
  const first = said.subarray(0, 32);
  const shown = `"${printable(first)}${said.length > first.length ? '…' : ''}"`;
  return protocol === undefined ? `not ZeroMQ: it says ${shown}` : `${protocol}, not ZeroMQ: it says ${shown}`;
}

function readyDetails({ identity, properties }: Ready): (readonly [string, string])[] {
  const details: (readonly [string, string])[] = [];
  if (identity !== undefined && identity.length > 0) details.push(['identity', printable(identity)]);
  for (const [name, value] of properties.slice(0, SHOWN_PROPERTIES)) {
    details.push([printable(Buffer.from(name, 'latin1')), printable(value.subarray(0, 256))]);
  }
  const more = properties.length - SHOWN_PROPERTIES;
  if (more > 0) details.push(['properties', `${more} more; --json has all`]);
  return details;
}

function jsonOf(finding: Finding): Readonly<Record<string, unknown>> {
  switch (finding.kind) {
    case 'zmtp': {
      const { version, mechanism, asServer, ready, withoutReady } = finding;
      const identity = ready?.identity === undefined ? undefined : jsonBytes(ready.identity);
      const properties = ready?.properties.map(([name, value]) => [name, jsonBytes(value)]);
      return { version, mechanism, asServer, socketType: ready?.socketType, identity, properties, withoutReady };
    }
    case 'old-zmtp':
      return { version: finding.version, socketType: finding.socketType };
    case 'other':
      return { protocol: finding.protocol, said: jsonBytes(finding.said) };
    case 'closed':
    case 'silent':
      return {};
  }
}

/** As frames are in JSON: text if it is valid UTF-8. */
function jsonBytes(bytes: Buffer): string | { readonly base64: string } {
  return decodeStrict(bytes) ?? { base64: bytes.toString('base64') };
}

/** A time for a person. */
export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(1)} ms`;
}

/** A time for a program: in milliseconds, to the microsecond. */
export function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1000) / 1000;
}
