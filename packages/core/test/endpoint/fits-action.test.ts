import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ConnectTcpEndpoint, forBind, forConnect, parseEndpoint } from '../../src/endpoint/index.js';

const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('bind', () => {
  it.each([
    'tcp://*:*',
    'tcp://*:!',
    'tcp://eth0:![6000-6100]',
    'tcp://[::1]:5555',
    'ipc://*',
    'ipc://@feed',
    'inproc://jobs',
  ])('takes %s, wildcards and all', (text) => {
    const endpoint = parseEndpoint(text);
    expect(forBind(endpoint)).toStrictEqual(endpoint);
  });

  it('refuses a source address and says how to write it without, B-038', () => {
    const error = thrownBy(() => forBind(parseEndpoint('tcp://eth0;*:5555'), 'tcp://eth0;*:5555'));
    expect(error).toMatchObject({
      code: 'EINVAL',
      endpoint: 'tcp://eth0;*:5555',
      message: 'Cannot bind to "tcp://eth0;*:5555": a source address is for connect; to bind, write "tcp://*:5555".',
    });
  });
});

describe('connect', () => {
  it.each([
    'tcp://localhost:5555',
    'tcp://eth0:0;localhost:5555',
    'tcp://[fe80::1%eth0]:5555',
    'ipc:///tmp/feed',
    'ipc://@feed',
    'inproc://*',
  ])('takes %s', (text) => {
    const endpoint = parseEndpoint(text);
    expect(forConnect(endpoint)).toStrictEqual(endpoint);
  });

  it.each([
    ['tcp://*:5555', 'the host * is for bind; write the host to connect to, as in "tcp://localhost:5555"'],
    [
      'tcp://192.168.0.200:*',
      'the port * or 0 is for bind; write the number that bind resolved to, as in "tcp://192.168.0.200:5555"',
    ],
    ['tcp://localhost:0', 'the port * or 0 is for bind'],
    ['tcp://localhost:!', 'the port ! is for bind'],
    [
      'tcp://localhost:*[6000-]',
      'the port range is for bind; write the number that bind resolved to, as in "tcp://localhost:6000"',
    ],
    ['ipc://*', 'the path * is for bind; write the path that bind resolved to'],
  ])('refuses the wildcard of %s', (text, says) => {
    const error = thrownBy(() => forConnect(parseEndpoint(text), text));
    expect(error).toMatchObject({ code: 'EINVAL', endpoint: text });
    expect((error as Error).message).toContain(`Cannot connect to "${text}": ${says}`);
  });

  it('shows the endpoint in its canonical form when it is not told how it was written', () => {
    expect(thrownBy(() => forConnect(parseEndpoint('tcp://[0::1]:0')))).toMatchObject({ endpoint: 'tcp://[::1]:*' });
  });

  it('leaves a port that is a number', () => {
    expectTypeOf<ConnectTcpEndpoint['port']['number']>().toEqualTypeOf<number>();
    expectTypeOf<ConnectTcpEndpoint['host']['kind']>().toEqualTypeOf<'ipv4' | 'ipv6' | 'name'>();
  });
});
