import { ENDPOINT_SYNTAX } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { endpointsOn, hasUnixSockets } from '../../src/ipc/platform-endpoints.js';

const refusal = (endpoint: string): unknown =>
  expect.objectContaining({
    code: 'EPROTONOSUPPORT',
    endpoint,
    message: `Cannot use ${endpoint}: Node.js has no Unix domain sockets on Windows. Use tcp://127.0.0.1 between processes, or inproc:// within one.`,
  });

describe('the endpoints of Windows', () => {
  const windows = endpointsOn('win32');

  it.each(['ipc:///tmp/feed', 'ipc://feed', 'ipc://@feed', 'ipc://*'])(
    '%s is refused, with what to use instead',
    (at) => {
      expect(() => windows.forBind(at)).toThrow(refusal(at));
      expect(() => windows.list(`@${at}`, 'connect')).toThrow(refusal(at));
    },
  );

  it('a connect to ipc is refused, alone and in a list', () => {
    expect(() => windows.forConnect('ipc:///tmp/feed')).toThrow(refusal('ipc:///tmp/feed'));
    expect(() => windows.list('tcp://127.0.0.1:5555,>ipc:///tmp/feed', 'bind')).toThrow(refusal('ipc:///tmp/feed'));
  });

  it.each(['tcp://127.0.0.1:*', 'inproc://feed'])('%s is read as everywhere', (at) => {
    expect(windows.forBind(at)).toEqual(ENDPOINT_SYNTAX.forBind(at));
    expect(windows.list(at, 'bind')).toEqual(ENDPOINT_SYNTAX.list(at, 'bind'));
    expect(windows.canonical(at)).toBe(at);
  });

  it('what is malformed is told as everywhere', () => {
    expect(() => windows.forConnect('ipc://')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});

it.each(['linux', 'darwin', 'freebsd', 'android'] as const)('%s has Unix domain sockets', (platform) => {
  expect(hasUnixSockets(platform)).toBe(true);
  expect(endpointsOn(platform)).toBe(ENDPOINT_SYNTAX);
});
