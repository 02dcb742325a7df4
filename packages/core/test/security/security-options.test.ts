import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import { FakeEngine, TestSocket, optionsOf } from '@zeromq-ts/testing';
import { NO_SECURITY } from '../../src/security/security-settings.js';
import { z85Decode } from '../../src/security/z85.js';

// CV-25: the key pairs of the manual of libzmq.
const CLIENT = {
  publicKey: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',
  secretKey: 'D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs',
};
const SERVER = {
  publicKey: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',
  secretKey: 'JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6',
};

const security = (options: object) => optionsOf('PUSH', options).security;

function refusal(options: object): ZMQError {
  try {
    security(options);
  } catch (error) {
    if (error instanceof ZMQError) return error;
    throw error;
  }
  throw new Error(`Nothing was refused: ${Object.keys(options).join(', ')}`);
}

describe('the options that concern security', () => {
  it('leave a socket without any of them as it is', () => {
    expect(security({})).toBe(NO_SECURITY);
  });

  it('take null for not given, as the npm package has it', () => {
    expect(security({ curveSecretKey: null, plainUsername: null, curveServer: null })).toBe(NO_SECURITY);
  });

  it('CV-24 take keys as text and as octets', () => {
    const text = security({ curveServer: true, curveSecretKey: SERVER.secretKey });
    const octets = security({ curveServer: true, curveSecretKey: z85Decode(SERVER.secretKey) });
    expect(text.mechanism).toBe('CURVE');
    expect(text.server).toBe(true);
    expect(text.secretKey?.reveal()).toStrictEqual(octets.secretKey?.reveal());
  });

  it('CV-24 refuse what is no key, without showing it', () => {
    const almost = [
      SERVER.secretKey.slice(1),
      `${SERVER.secretKey}0`,
      `"${SERVER.secretKey.slice(1)}`,
      '%nSc1'.repeat(8),
    ];
    for (const key of [...almost, new Uint8Array(31), new Uint8Array(33), 1234567, {}, true]) {
      for (const name of ['curveSecretKey', 'curvePublicKey', 'curveServerKey']) {
        const error = refusal({ curveServer: true, [name]: key });
        expect(error).toMatchObject({
          code: 'EINVAL',
          message: expect.stringMatching(`^${name} is .+; it accepts a key`),
        });
        expect(error.message).not.toContain(SERVER.secretKey.slice(2, 30));
        expect(error.message).not.toContain('1234567');
      }
    }
  });

  it('PL-08 refuse names and passwords of more than 255 octets, and never show the password', () => {
    expect(refusal({ plainUsername: 'x'.repeat(256) }).message).toContain('255');
    expect(refusal({ plainUsername: '' }).code).toBe('EINVAL');
    const error = refusal({ plainUsername: 'anna', plainPassword: 'hunter2'.repeat(40) });
    expect(error.code).toBe('EINVAL');
    expect(error.message).not.toContain('hunter2');
  });

  it('PL-07 allow an empty password', () => {
    expect(security({ plainUsername: 'anna' }).password?.reveal()).toHaveLength(0);
  });

  it.each([
    ['two mechanisms', { plainServer: true, curveServer: true, curveSecretKey: SERVER.secretKey }],
    [
      'a server that is a client',
      { curveServer: true, curveSecretKey: SERVER.secretKey, curveServerKey: CLIENT.publicKey },
    ],
    ['keys without a role', { curveSecretKey: CLIENT.secretKey, curvePublicKey: CLIENT.publicKey }],
    ['a server without its secret key', { curveServer: true }],
    ['a client without its secret key', { curveServerKey: SERVER.publicKey }],
    ['a PLAIN server with a name', { plainServer: true, plainUsername: 'anna' }],
    ['a password without a name', { plainPassword: 'x' }],
    [
      'a client that judges',
      { curveServerKey: SERVER.publicKey, curveSecretKey: CLIENT.secretKey, authenticate: () => true },
    ],
    ['a client with a domain', { plainUsername: 'anna', securityDomain: 'global' }],
    ['a set of keys without CURVE', { authenticate: new Set([CLIENT.publicKey]) }],
    ['a set of something else', { curveServer: true, curveSecretKey: SERVER.secretKey, authenticate: ['x'] }],
  ])('refuse %s, and show no key', (_what, options) => {
    const error = refusal(options);
    expect(error.code).toBe('EINVAL');
    for (const key of [CLIENT.secretKey, SERVER.secretKey]) expect(error.message).not.toContain(key);
  });

  it.each([
    ['a key with other characters than those of Z85', { curveServerKey: 'é'.repeat(40) }, /not valid Z85 text; it/],
    ['a key in hexadecimal', { curveServerKey: 'a1'.repeat(32) }, /is 64 hexadecimal digits, which have to be decoded/],
    ['a list with an item that is no key', { authenticate: [CLIENT.publicKey, 'abc'] }, /item 1 .* 3 characters; it/],
  ])('say what is wrong with %s', (_what, options, text) => {
    expect(refusal(options).message).toMatch(text);
  });

  it('A-15 are not to be seen in what holds them', () => {
    const options = optionsOf('PUSH', { curveServer: true, curveSecretKey: SERVER.secretKey });
    const shown =
      inspect(options, { depth: 9, showHidden: true }) + JSON.stringify(options) + `${options.security.secretKey}`;
    expect(shown).not.toContain(SERVER.secretKey);
    expect(shown).not.toContain(Buffer.from(z85Decode(SERVER.secretKey)).toString('hex'));
    expect(shown).not.toContain([...z85Decode(SERVER.secretKey)].slice(0, 4).join(', '));
  });

  it('keep a copy of the octets', () => {
    const octets = z85Decode(SERVER.secretKey);
    const settings = security({ curveServer: true, curveSecretKey: octets });
    octets.fill(0);
    expect(settings.secretKey?.reveal()).toStrictEqual(z85Decode(SERVER.secretKey));
  });
});

describe('a set of public keys', () => {
  it('lets in who is in it, by that key, also when it was added later', async () => {
    const keys = new Set<string | Uint8Array>();
    const { authenticate } = security({ curveServer: true, curveSecretKey: SERVER.secretKey, authenticate: keys });
    const request = { mechanism: 'CURVE', domain: '', address: '', publicKey: CLIENT.publicKey } as const;
    expect(await authenticate?.(request)).toMatchObject({ refuse: expect.any(String) });
    keys.add(z85Decode(CLIENT.publicKey));
    expect(await authenticate?.(request)).toStrictEqual({ userId: CLIENT.publicKey });
  });
});

describe('the event warning', () => {
  it('comes when a CURVE server has nobody to judge its clients, and only then', async () => {
    const warnings: string[] = [];
    const server = { curveServer: true, curveSecretKey: SERVER.secretKey };
    for (const more of [{}, { authenticate: () => true }, { securityDomain: 'global' }]) {
      const socket = new TestSocket(undefined, { engine: new FakeEngine(), ...server, ...more });
      socket.on('warning', ({ reason }) => warnings.push(reason));
      await Promise.resolve();
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('authenticate');
  });

  it('take names and passwords as bytes, and keep copies of them', () => {
    const name = Buffer.from([0, 255, 1]);
    const client = security({ plainUsername: name, plainPassword: name });
    const server = security({ plainServer: true, securityDomain: name });
    name.fill(7);
    expect([client.username, client.password?.reveal(), server.domain]).toEqual([
      Uint8Array.of(0, 255, 1),
      Uint8Array.of(0, 255, 1),
      Uint8Array.of(0, 255, 1),
    ]);
    for (const bytes of [new Uint8Array(0), new Uint8Array(256)]) {
      expect(refusal({ plainUsername: bytes }).message).toMatch(/^plainUsername is .+; it accepts a name of 1 to 255/);
      expect(refusal({ securityDomain: bytes }).message).toMatch(
        /^securityDomain is .+; it accepts a name of 1 to 255/,
      );
    }
    const secret = refusal({ plainUsername: 'anna', plainPassword: Buffer.alloc(256, 'secret') });
    expect(secret.message).toContain('plainPassword');
    expect(secret.message).not.toMatch(/secret\b.*secret/);
    expect(security({ plainUsername: 'anna', plainPassword: new Uint8Array(0) }).password?.reveal()).toHaveLength(0);
  });

  it('enforce a domain unless that is taken back', () => {
    expect(security({ securityDomain: 'd' }).enforceDomain).toBe(true);
    expect(security({ securityDomain: 'd', enforceSecurityDomain: null }).enforceDomain).toBe(true);
    expect(security({ securityDomain: 'd', enforceSecurityDomain: false }).enforceDomain).toBe(false);
    expect(refusal({ enforceSecurityDomain: 1 }).message).toContain('enforceSecurityDomain is 1');
  });
});
