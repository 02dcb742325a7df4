import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOCKET_TYPES } from '@zeromq-ts/testing/conformance';
import { ROOT } from '../docs/repository.js';

/** Which package defines which types. */
const HOME: Readonly<Record<string, string>> = {
  REQ: 'reqrep',
  REP: 'reqrep',
  PUB: 'pubsub',
  SUB: 'pubsub',
  XPUB: 'pubsub',
  XSUB: 'pubsub',
  PUSH: 'pushpull',
  PULL: 'pushpull',
  DEALER: 'dealerrouter',
  ROUTER: 'dealerrouter',
  PAIR: 'pair',
};

/** What the wire protocol says of types by name (RFC 37): the names, and whose Identity counts. RFC 27: a DEALER asks. */
const WIRE = [
  'packages/core/src/pattern/socket-type-name.ts',
  'packages/transports/src/zap/ask-zap.ts',
  'packages/transports/src/zmtp/socket-type.ts',
];

/** What lies below the public API. Packages above it choose sockets by their types, as applications do. */
const BELOW = ['core', 'security', 'transports', ...new Set(Object.values(HOME))];

const sources = BELOW.flatMap((name) => sourcesOf(`packages/${name}/src`));

describe('a socket type', () => {
  it.each(SOCKET_TYPES)('%s is asked for by name in its package alone', (type) => {
    const elsewhere = sources.filter((file) => {
      if (file.startsWith(`packages/${HOME[type]}/`)) return false;
      const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^ *(\/?\*|\/\/).*$/gm, '');
      return code.includes(`'${type}'`) || code.includes(`"${type}"`);
    });
    // A DEALER may meet a REP, a REP a DEALER: definitions name what they meet.
    expect(elsewhere.filter((file) => !namesPeersOnly(file, type))).toStrictEqual([]);
  });

  it('is looked for in all sources', () => {
    expect(sources.length).toBeGreaterThan(200);
  });
});

/** Whether the type stands in the list of the peers of a definition, and nowhere else in the file. */
function namesPeersOnly(file: string, type: string): boolean {
  const rest = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^ *peers: \[.*\],$/gm, '');
  return !rest.includes(`'${type}'`);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts') && !WIRE.includes(file));
}
