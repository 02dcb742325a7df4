import type { TailOptions } from '@zeromq-ts/dashboard';
import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { UsageError } from '../errors/command-error.js';
import { SECURITY_FLAGS } from '../flags/security.js';
import { givenEndpoint } from '../grammar/endpoints.js';
import type { Flags, Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import type { Report } from '../output/report.js';
import { openSides } from '../sockets/one-side.js';

/** Messages for the page, until they are closed. */
export interface OpenTail {
  readonly options: TailOptions;
  close(): Promise<void>;
}

/** @throws UsageError for flags that do not go together. */
export function checkTailFlags(flags: Flags): void {
  const [tail, folder] = [flags.list('tail'), flags.text('record-folder')];
  if (flags.boolean('allow-actions') && folder === undefined) needs('--allow-actions', '--record-folder FOLDER');
  if (folder !== undefined && !flags.boolean('allow-actions')) needs('--record-folder', '--allow-actions');
  if (folder === undefined && flags.source('record-max-size') === 'flag') {
    needs('--record-max-size', '--record-folder FOLDER');
  }
  if (tail.length > 0) return;
  for (const name of ['show-messages', 'record-folder', 'record-max-size', 'subscribe']) {
    // Others than flags are for all commands.
    if (flags.source(name) === 'flag') needs(`--${name}`, '--tail ENDPOINT');
  }
  for (const { name } of SECURITY_FLAGS) {
    // It is for the files of the page, too.
    if (name === 'strict-permissions' || flags.source(name) !== 'flag') continue;
    needs(`--${name}`, '--tail ENDPOINT', 'the page itself has --token-file, --tls-cert and --tls-key');
  }
}

function needs(flag: string, other: string, hint?: string): never {
  throw new UsageError(`${flag} needs ${other}.`, { hint });
}

/** Subscribes at the endpoints of `--tail`; `undefined` without one. */
export async function openTail(parsed: Parsed, io: CommandIO, report: Report): Promise<OpenTail | undefined> {
  const { flags } = parsed;
  const endpoints = flags.list('tail').map((text) => givenEndpoint(text));
  if (endpoints.length === 0) return undefined;
  const topics = flags.list('subscribe').length === 0 ? [''] : flags.list('subscribe');
  const folder = flags.text('record-folder');
  // Its code is not loaded where nothing is recorded. First: when it cannot be loaded, no socket is left open.
  const recording = folder === undefined ? undefined : await import('./folder-recorder.js');
  const sides = await openSides(
    parsed,
    endpoints.map((each) => ({ name: 'tail', type: 'SUB', endpoints: [each], isSecure: true })),
    io,
  );
  const sockets = sides.map(({ socket }) => socket);
  for (const socket of sockets) (socket as unknown as ZMQSubscriber).subscribe(...topics);
  const names = sockets.map(({ endpoint }, index) => endpoint ?? endpoints[index]?.text ?? '');
  const header = { type: 'SUB', endpoints: names, topics };
  return {
    options: {
      sockets,
      showMessages: flags.boolean('show-messages'),
      recorder: recording && new recording.FolderRecorder(folder ?? '', header, report),
      maxRecordingBytes: flags.number('record-max-size'),
    },
    close: async () => {
      await Promise.all(sockets.map((socket) => socket.close({ linger: 0 })));
    },
  };
}
