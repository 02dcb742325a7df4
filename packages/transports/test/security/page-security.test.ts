import { encodeText, ZMQError, ZMTP_SECURITY } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { PAGE_SECURITY } from '../../src/security/page-security.js';

const KEY = new Uint8Array(32).fill(7);
const Z85 = 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7';

describe('the security of a page', () => {
  it('knows the options of every socket, so that each is accepted or refused by its name', () => {
    expect(Object.keys(PAGE_SECURITY.rules).toSorted()).toEqual(Object.keys(ZMTP_SECURITY.rules).toSorted());
  });

  it('is NULL without options, and PLAIN and CURVE as on Node', () => {
    expect(PAGE_SECURITY.resolve({})).toEqual(ZMTP_SECURITY.resolve({}));
    const plain = PAGE_SECURITY.resolve({ plainUsername: 'ann', plainPassword: 'pw' });
    expect(plain).toMatchObject({ mechanism: 'PLAIN', server: false, username: encodeText('ann') });
    expect(plain.password?.reveal()).toEqual(encodeText('pw'));
    const curve = PAGE_SECURITY.resolve({ curveServerKey: Z85, curveSecretKey: KEY });
    expect(curve).toMatchObject({ mechanism: 'CURVE', server: false, serverKey: encodeText(Z85) });
    expect(curve.secretKey?.reveal()).toEqual(KEY);
  });

  it('keeps secrets out of texts, and copies what it is given', () => {
    const secret = Uint8Array.from(KEY);
    const settings = PAGE_SECURITY.resolve({ curveServerKey: KEY, curveSecretKey: secret });
    secret.fill(0);
    expect(settings.secretKey?.reveal()).toEqual(KEY);
    expect(JSON.stringify(settings)).toContain('[secret]');
    for (const name of ['curveSecretKey', 'plainPassword']) expect(PAGE_SECURITY.rules[name]?.confidential).toBe(true);
  });

  it.each([
    [{ curveServer: true, curveSecretKey: KEY }, 'ENOTSUP', 'curveServer'],
    [{ plainServer: true }, 'ENOTSUP', 'plainServer'],
    [{ authenticate: () => true }, 'ENOTSUP', 'authenticate'],
    [{ securityDomain: 'global' }, 'ENOTSUP', 'securityDomain'],
    [{ curveServerKey: KEY }, 'EINVAL', 'curveSecretKey'],
    [{ curveSecretKey: KEY }, 'EINVAL', 'curveServerKey'],
    [{ plainPassword: 'pw' }, 'EINVAL', 'plainUsername'],
    [{ plainUsername: 'ann', curveServerKey: KEY, curveSecretKey: KEY }, 'EINVAL', 'one security mechanism'],
  ])('%j is %s', (given, code, text) => {
    expect(() => PAGE_SECURITY.resolve(given)).toThrow(ZMQError);
    expect(() => PAGE_SECURITY.resolve(given)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(text) as unknown }),
    );
  });

  it.each([
    ['curveServerKey', new Uint8Array(31), false],
    ['curveServerKey', `${Z85.slice(1)}"`, false],
    ['curveServerKey', Z85.slice(1), false],
    ['curveServerKey', Z85, true],
    ['plainUsername', '', false],
    ['plainUsername', 'x'.repeat(256), false],
    ['plainPassword', '', true],
  ])('%s: %j is acceptable: %s', (name, value, acceptable) => {
    expect(PAGE_SECURITY.rules[name]?.check(value)).toBe(acceptable);
  });
});
