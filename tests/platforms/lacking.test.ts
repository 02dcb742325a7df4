import { expect, it } from 'vitest';
import { whyNot } from './lacking.js';

const OVER_IPC = 'tests/conformance/zmtp.test.ts > PAIR > messages arrive [ipc]';
const OVER_TCP = 'tests/conformance/zmtp.test.ts > PAIR > messages arrive [tcp]';

it('a test over ipc is skipped on Windows alone, and says why', () => {
  expect(whyNot('win32', OVER_IPC)).toMatch(/Windows has no ipc/);
  expect(whyNot('darwin', OVER_IPC)).toBeUndefined();
  expect(whyNot('linux', OVER_IPC)).toBeUndefined();
});

it('a test over tcp, and the grammar of ipc, are not', () => {
  expect(whyNot('win32', OVER_TCP)).toBeUndefined();
  expect(whyNot('win32', 'packages/core/test/endpoint/parse-endpoint.test.ts > ipc:// > has a path')).toBeUndefined();
});

it('nothing is skipped on Linux', () => {
  for (const test of [OVER_IPC, 'tests/soak/soak.test.ts > a', 'tests/interop/pair.test.ts > a', 'abstract name']) {
    expect(whyNot('linux', test)).toBeUndefined();
  }
});
