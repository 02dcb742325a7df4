import { inspect } from 'node:util';
import { registeredCryptography, z85Decode, z85Encode } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { sodium } from '../src/cryptography/sodium-provider.js';
import { SodiumCryptography } from '../src/cryptography/sodium-cryptography.js';
import { curveKeyPair, curvePublicKey } from '../src/index.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// RFC 7748, 6.1, and "Cryptography in NaCl", whose keys these are.
const ALICE_PUBLIC = hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
const BOB = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
const BOB_PUBLIC = hex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
const FIRST_KEY = hex('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');

describe('key pairs', () => {
  it('CV-25 have the public keys of the manual of libzmq, and of RFC 7748', () => {
    expect(curvePublicKey('D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs')).toBe('Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID');
    expect(curvePublicKey('JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6')).toBe('rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7');
    expect(curvePublicKey(BOB)).toBe(z85Encode(BOB_PUBLIC));
  });

  it('are new each time', () => {
    const pairs = Array.from({ length: 10 }, () => curveKeyPair());
    expect(new Set(pairs.map(({ secretKey }) => secretKey)).size).toBe(10);
    for (const { publicKey, secretKey } of pairs) expect(curvePublicKey(secretKey)).toBe(publicKey);
  });

  it('A-15 are not shown by the error of a wrong one', () => {
    for (const wrong of ['secret', new Uint8Array(31), 5 as unknown as string, '"'.repeat(40)]) {
      expect(() => curvePublicKey(wrong)).toThrow(/^(?!.*secret"|.*""")/);
    }
  });
});

describe('the cryptography', async () => {
  const box = await registeredCryptography()!.load();

  it('is that of NaCl: keys', () => {
    expect(Buffer.from(box.publicKey(BOB))).toEqual(BOB_PUBLIC);
    expect(Buffer.from(box.sharedKey(ALICE_PUBLIC, BOB)!)).toEqual(FIRST_KEY);
  });

  it('is that of NaCl: boxes', () => {
    const nonce = hex('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
    const message = hex(
      'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
    );
    const sealed = box.seal(FIRST_KEY, nonce, message);
    expect(sealed.toString('hex')).toBe(
      'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5',
    );
    expect(box.open(FIRST_KEY, nonce, sealed)).toEqual(message);
  });

  it('A-15 holds no key any more that it was to forget', async () => {
    const library = await sodium();
    const own = new SodiumCryptography(library);
    const key = own.sharedKey(ALICE_PUBLIC, BOB)!;
    const nonce = own.random(24);
    const boxed = own.seal(key, nonce, Buffer.from('hello'));
    expect(own.open(key, nonce, boxed)?.toString()).toBe('hello');
    const includes = (octets: Uint8Array): boolean => Buffer.from(library.HEAPU8.buffer).includes(Buffer.from(octets));
    expect(includes(key)).toBe(true);
    own.forget(key);
    expect([includes(key), includes(BOB)]).toEqual([false, false]);
    // It is there to be used again, as long as its owner has it.
    expect(own.open(key, nonce, boxed)?.toString()).toBe('hello');
    own.forget(Buffer.from(key));
    expect(own.open(key, nonce, boxed)?.toString()).toBe('hello');
  });

  it('opens nothing that was changed, or is too short', () => {
    const [key, nonce] = [box.random(32), box.random(24)];
    const sealed = box.seal(key, nonce, Buffer.from('hello'));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      expect(box.open(key, nonce, changed)).toBeUndefined();
    }
    expect(box.open(key, nonce, sealed.subarray(0, 15))).toBeUndefined();
    expect(box.open(key, box.random(24), sealed)).toBeUndefined();
  });

  it('opens in place what it has sealed behind a header, of any length, and leaves alone what it cannot open', () => {
    const [key, nonce] = [box.random(32), box.random(24)];
    for (const length of [0, 1, 15, 16, 63, 64, 65, 1000, 66_000, 70_000, 3_000_000, 5]) {
      const body = box.random(length);
      const sealed = box.sealBehind(16, key, nonce, 7, body);
      const changed = Buffer.from(sealed);
      changed[16 + (length % 16)] = (changed[16 + (length % 16)] as number) ^ 4;
      const before = Buffer.from(changed);
      expect(box.openInPlace(16, key, nonce, changed)).toBe(false);
      expect(changed.equals(before)).toBe(true);
      expect(box.openInPlace(16, key, nonce, sealed)).toBe(true);
      expect(sealed[32]).toBe(7);
      expect(sealed.subarray(33).equals(body)).toBe(true);
    }
    for (const length of [0, 16, 31]) expect(box.openInPlace(16, key, nonce, Buffer.alloc(length))).toBe(false);
  });

  it('CV-27 shares no key with a public key of low order', () => {
    for (const first of [0, 1]) expect(box.sharedKey(Uint8Array.of(first, ...new Uint8Array(31)), BOB)).toBeUndefined();
  });

  it('seals what is large, and shows no key', () => {
    const [key, nonce, large] = [box.random(32), box.random(24), box.random(5_000_000)];
    const sealed = box.sealBehind(16, key, nonce, 1, large);
    expect(box.open(key, nonce, sealed.subarray(16))?.equals(Buffer.concat([Buffer.of(1), large]))).toBe(true);
    expect(box.open(key, nonce, box.seal(key, nonce, Buffer.from('small')))).toEqual(Buffer.from('small'));
    expect(inspect(box, { depth: 9, showHidden: true })).not.toContain(key.toString('hex').slice(0, 8));
    expect(z85Decode(z85Encode(key))).toEqual(new Uint8Array(key));
  });
});
