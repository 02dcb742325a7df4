import { expect, it } from 'vitest';
import { closeSockets } from '../../packages/cli/src/exchange/close-sockets.js';
import { Interrupted } from '../../packages/cli/src/io.js';
import type { Report } from '../../packages/cli/src/output/report.js';
import type { AnySocket } from '../../packages/cli/src/sockets/open-socket.js';

/** What is said while a socket closes. */
async function saidWhile(close: (said: Promise<void>) => Promise<void>): Promise<readonly string[]> {
  const events: string[] = [];
  let tell = (): void => {};
  const said = new Promise<void>((resolve) => (tell = resolve));
  const info = (_text: string, event: string): void => {
    events.push(event);
    tell();
  };
  const socket = { on: () => socket, close: () => close(said) };
  const signal = AbortSignal.abort(new Interrupted('SIGINT'));
  await closeSockets([socket as unknown as AnySocket], { info } as unknown as Report, { signal });
  return events;
}

it('XC-04 an interrupted command says that it waits, if it does', async () => {
  expect(await saidWhile(async (said) => said)).toEqual(['interrupted']);
  expect(await saidWhile(async () => {})).toEqual([]);
});
