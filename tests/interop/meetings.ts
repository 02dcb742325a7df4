import { join } from 'node:path';
import type { SocketTypeName, ZMQSocket } from '@zeromq-ts/core';
import { afterAll, describe, onTestFinished } from 'vitest';
import type { Pattern } from '../matrix/cell.js';
import { ENGINES } from '../processes/engines.js';
import { ForeignPeer } from './foreign-peer.js';
import type { PeerProgram } from './peer-programs.js';
import { preparePeers } from './peer-programs.js';

/** One way in which a socket of ours meets a socket of another library. */
export interface Meeting {
  readonly engine: string;
  readonly program: PeerProgram;
  readonly transport: 'tcp' | 'ipc';
  readonly bound: 'by us' | 'by them';
}

const { programs, folder, cleanUp } = await preparePeers();

type LibraryName = PeerProgram['name'];

/** Runs the tests of `body` with each other library on each engine; where a library is missing, the title says why. */
export function describeLibraries(
  body: (engine: string, program: PeerProgram) => void,
  libraries: readonly LibraryName[] = ['pyzmq', 'czmq'],
): void {
  afterAll(cleanUp);
  for (const program of programs) {
    const { name, missing } = program;
    if (!libraries.includes(name)) continue;
    if (missing !== undefined) console.warn(`Skipped: the tests with ${name}, because ${missing}.`);
    const why = missing === undefined ? '' : ` (skipped: ${missing})`;
    for (const engine of ENGINES) {
      describe.skipIf(missing !== undefined)(`${engine} and ${name}${why}`, () => body(engine, program));
    }
  }
}

/** Runs the tests of `body`, which are about one pattern, in every way in which sockets can meet. */
export function describeMeetings(pattern: Pattern, body: (meeting: Meeting) => void): void {
  describeLibraries((engine, program) => {
    for (const transport of ['tcp', 'ipc'] as const) {
      for (const bound of ['by us', 'by them'] as const) {
        const meta = { cell: { engine, peer: program.name, transport, pattern } };
        describe(`${transport}, bound ${bound}`, { meta }, () => body({ engine, program, transport, bound }));
      }
    }
  });
}

let paths = 0;

/** An endpoint to bind to that nobody else uses. */
export function freshEndpoint(transport: 'tcp' | 'ipc'): string {
  return transport === 'tcp' ? 'tcp://127.0.0.1:*' : `ipc://${join(folder, String(++paths))}`;
}

/** Brings a socket of ours together with one of theirs, for one test. */
export async function meet(
  meeting: Meeting,
  ours: ZMQSocket,
  theirType: SocketTypeName,
  theirRoutingId?: string,
): Promise<ForeignPeer> {
  onTestFinished(() => ours.close({ linger: 0 }));
  const { program, transport, bound } = meeting;
  const endpoint = freshEndpoint(transport);
  if (bound === 'by us') {
    return ForeignPeer.start(program, theirType, 'connect', await ours.bind(endpoint), theirRoutingId);
  }
  const theirs = await ForeignPeer.start(program, theirType, 'bind', endpoint, theirRoutingId);
  ours.connect(theirs.endpoint);
  return theirs;
}
