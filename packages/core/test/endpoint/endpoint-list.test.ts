import { describe, expect, it } from 'vitest';
import { type EndpointAction, parseEndpoint, parseEndpointList } from '../../src/endpoint/index.js';
import { ZMQError } from '../../src/errors/zmq-error.js';

const listed = (value: string | readonly string[], defaultAction: EndpointAction = 'connect') =>
  parseEndpointList(value, defaultAction).map(({ action, text }) => `${action} ${text}`);

describe('a list of endpoints', () => {
  it.each([
    ['tcp://a:1', ['connect tcp://a:1']],
    ['@tcp://*:1', ['bind tcp://*:1']],
    ['>tcp://a:1', ['connect tcp://a:1']],
    ['>tcp://a:1,>tcp://b:2', ['connect tcp://a:1', 'connect tcp://b:2']],
    ['tcp://a:1,@tcp://*:*', ['connect tcp://a:1', 'bind tcp://*:*']],
    [' @ipc://@a ,\n >inproc://b ', ['bind ipc://@a', 'connect inproc://b']],
    ['@tcp://*:*[6000-],tcp://eth0;b:2', ['bind tcp://*:*[6000-]', 'connect tcp://eth0;b:2']],
    ['ipc:///tmp/a,b', ['connect ipc:///tmp/a,b']],
    ['ipc:///tmp/a, b,inproc://c,d', ['connect ipc:///tmp/a, b', 'connect inproc://c,d']],
    ['ipc:///tmp/a,@b,@ipc://@c', ['connect ipc:///tmp/a,@b', 'bind ipc://@c']],
  ])('%j is split where an endpoint begins', (text, expected) => {
    expect(listed(text)).toStrictEqual(expected);
  });

  it('takes the default action of the socket type where there is no prefix', () => {
    expect(listed('tcp://a:1,>tcp://b:2', 'bind')).toStrictEqual(['bind tcp://a:1', 'connect tcp://b:2']);
  });

  it('takes an array, whose texts may be lists themselves', () => {
    expect(listed(['@tcp://*:1', 'tcp://b:2, >tcp://c:3'])).toStrictEqual([
      'bind tcp://*:1',
      'connect tcp://b:2',
      'connect tcp://c:3',
    ]);
    expect(listed([])).toStrictEqual([]);
  });

  it('gives each endpoint parsed', () => {
    expect(parseEndpointList('@tcp://*:5555', 'connect')).toStrictEqual([
      { action: 'bind', endpoint: parseEndpoint('tcp://*:5555'), text: 'tcp://*:5555' },
    ]);
  });
});

describe('a wrong list is refused as a whole', () => {
  it.each([
    ['', 'EINVAL', 'empty place'],
    ['  ', 'EINVAL', 'empty place'],
    [',tcp://a:1', 'EINVAL', 'empty place'],
    [',a:1', 'EINVAL', 'empty place'],
    ['tcp://a:1,', 'EINVAL', 'empty place'],
    ['tcp://a:1,,tcp://b:2', 'EINVAL', 'empty place'],
    ['tcp://a:1, ,tcp://b:2', 'EINVAL', 'empty place'],
    ['ipc:///tmp/a,', 'EINVAL', 'empty place'],
    ['tcp://a:1,b:2', 'EINVAL', 'has its own protocol'],
    ['@>tcp://a:1', 'EINVAL', 'prefix ">" is out of place'],
    ['@ tcp://a:1', 'EINVAL', 'whitespace'],
    ['@', 'EINVAL', 'text is empty'],
    ['@tcp://a:1,tpc://b:2', 'EPROTONOSUPPORT', 'Did you mean "tcp://"?'],
    ['tcp://a:1,>tcp://*:2', 'EINVAL', 'Cannot connect to "tcp://*:2"'],
    ['@tcp://eth0;a:1', 'EINVAL', 'Cannot bind to "tcp://eth0;a:1"'],
    [`@ipc://${'a'.repeat(108)}`, 'ENAMETOOLONG', '108 bytes'],
  ])('%j', (text, code, says) => {
    expect(() => parseEndpointList(text, 'connect')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(says) }),
    );
  });

  it.each([[undefined], [null], [5555], [{}], [[undefined]], [['tcp://a:1', 5555]], [[['tcp://a:1']]], [Array(1)]])(
    'something else than strings, %o, is EINVAL',
    (value) => {
      const parse = () => parseEndpointList(value as unknown as string, 'connect');
      expect(parse).toThrow(ZMQError);
      expect(parse).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    },
  );
});
