import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Ledger, RECOVERY_MS } from './ledger.js';

function ledgerAt(): { ledger: Ledger; at: (milliseconds: number) => number } {
  vi.useFakeTimers({ now: 1_000_000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { ledger: new Ledger(), at: (milliseconds) => 1_000_000 + milliseconds };
}

const NOBODY = new Set<string>();

describe('the ledger of the soak', () => {
  it('calls a message that did not arrive missing when nothing was harmed', () => {
    const { ledger, at } = ledgerAt();
    ledger.sent('push/a', 10, at(0));
    ledger.received('push/a', 'server', { at: at(10), first: 0, last: 3 });
    ledger.received('push/a', 'server', { at: at(20), first: 5, last: 9 });
    expect(ledger.accounts(NOBODY)).toEqual([
      { stream: 'push/a', receiver: 'any', received: 9, lostByHarm: 0, missing: 1, duplicates: 0 },
    ]);
  });

  it('calls it lost by harm when a harm lies between its sending and a later arrival', () => {
    const { ledger, at } = ledgerAt();
    ledger.sent('push/a', 5, at(0));
    ledger.harm('cut').to = at(100);
    ledger.sent('push/a', 10, at(500));
    ledger.received('push/a', 'server', { at: at(50), first: 0, last: 3 });
    ledger.received('push/a', 'server', { at: at(600), first: 6, last: 9 });
    expect(ledger.accounts(NOBODY)[0]).toMatchObject({ lostByHarm: 2, missing: 0 });
  });

  it('does not excuse what was sent after the harm was over and connections were back', () => {
    const { ledger, at } = ledgerAt();
    ledger.harm('cut').to = at(100);
    ledger.sent('push/a', 5, at(RECOVERY_MS + 2000));
    ledger.sent('push/a', 10, at(RECOVERY_MS + 2500));
    ledger.received('push/a', 'server', { at: at(RECOVERY_MS + 2600), first: 0, last: 4 });
    ledger.received('push/a', 'server', { at: at(RECOVERY_MS + 3000), first: 7, last: 9 });
    expect(ledger.accounts(NOBODY)[0]).toMatchObject({ lostByHarm: 0, missing: 2 });
  });

  it('counts what arrives twice, at one receiver or at two', () => {
    const { ledger, at } = ledgerAt();
    ledger.sent('dealer/a', 10, at(0));
    ledger.received('dealer/a', 'one', { at: at(10), first: 0, last: 5 });
    ledger.received('dealer/a', 'two', { at: at(20), first: 4, last: 9 });
    expect(ledger.accounts(NOBODY)[0]).toMatchObject({ duplicates: 2, missing: 0 });
  });

  it('owes the end of a broadcast stream only to receivers that are still there', () => {
    const { ledger, at } = ledgerAt();
    ledger.sent('pub/a', 10, at(0));
    ledger.received('pub/a', 'gone', { at: at(10), first: 2, last: 5 });
    ledger.received('pub/a', 'here', { at: at(10), first: 3, last: 8 });
    const missing = ledger.accounts(new Set(['here'])).map((account) => account.missing);
    expect(missing).toEqual([0, 1]);
  });
});
