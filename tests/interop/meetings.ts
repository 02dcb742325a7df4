import { join } from 'node:path';
import type { SocketTypeName, ZMQSocket } from '@zeromq-ts/core';
import { afterAll, describe, onTestFinished } from 'vitest';
import type { Cell, Pattern } from '../matrix/cell.js';
import { ENGINES } from '../processes/engines.js';
import { ForeignPeer } from './foreign-peer.js';
import type { PeerProgram } from './peer-programs.js';
import type { LibraryName, MeetingTransport } from './libraries.js';
import { LIBRARIES, MEETING_TRANSPORTS } from './libraries.js';
import { preparePeers } from './peer-programs.js';

/** One way in which a socket of ours meets a socket of another library. */
export interface Meeting {
  readonly engine: string;
  readonly program: PeerProgram;
  readonly transport: MeetingTransport;
  readonly bound: 'by us' | 'by them';
}

const { programs, folder, cleanUp } = await preparePeers();

/** Runs the tests of `body` with each other library on each engine; where a library is missing, the title says why. */
export function describeLibraries(
  body: (engine: string, program: PeerProgram) => void,
  libraries: readonly LibraryName[] = LIBRARIES,
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
    for (const transport of MEETING_TRANSPORTS) {
      for (const bound of ['by us', 'by them'] as const) {
        const meeting = { engine, program, transport, bound };
        describe(`${transport}, bound ${bound}`, { meta: countedAs(pattern, meeting) }, () => body(meeting));
      }
    }
  });
}

/** Has a test, or all of a group, counted in the matrix with this pattern. */
export function countedAs(pattern: Pattern, { engine, program, transport }: Meeting): { cell: Cell } {
  return { cell: { engine, peer: program.name, transport, pattern } };
}

let paths = 0;

/** An endpoint to bind to that nobody else uses. */
export function freshEndpoint(transport: MeetingTransport): string {
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
