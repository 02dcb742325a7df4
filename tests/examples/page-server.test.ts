// @module-tag built
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ExampleProgram } from './example-program.js';

/** The first line of the answer to a request for a target as it stands. */
async function statusLine(url: string, target: string): Promise<string> {
  const connection = connect(Number(new URL(url).port), '127.0.0.1');
  connection.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const [line = ''] = (await text(connection)).split('\r\n');
  return line;
}

test('a server of a page outlives targets that are no URL', async () => {
  const program = new ExampleProgram('dashboard/server', ['0']);
  const [, url = ''] = await program.line(/^Open (\S+)$/);
  for (const target of ['//', '///', '//[', 'http://[', '/nowhere', '*']) {
    expect(await statusLine(url, target), target).toMatch(/^HTTP\/1\.1 40[04] /);
  }
  for (const target of ['/', '/?x=/']) expect(await statusLine(url, target), target).toBe('HTTP/1.1 200 OK');
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
});
