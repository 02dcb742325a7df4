import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, receiveTexts } from '../waiting.js';

/** `copyFramesUpToBytes`: buffers that are used again after `send` has been called. */
export function copiedFrames(suite: Suite): void {
  suite.overTransports('frames of up to copyFramesUpToBytes are as they were when send was called', async (scope) => {
    const push = scope.connecting('PUSH', { copyFramesUpToBytes: 4, sendTimeout: EVENT_TIMEOUT_MS });
    const scratch = Buffer.from('1234');
    // Without a peer, both wait; the second is queued behind the first.
    const sent = [push.send(scratch)];
    scratch.fill('x');
    sent.push(push.send([scratch.subarray(0, 2), 'text', new Uint8Array(scratch.buffer, scratch.byteOffset, 3)]));
    scratch.fill('y');
    const pull = scope.binding('PULL');
    await scope.join(pull, push);
    expect(await receiveTexts(pull)).toEqual(['1234']);
    expect(await receiveTexts(pull)).toEqual(['xx', 'text', 'xxx']);
    expect(await Promise.all(sent)).toEqual([true, true]);
    push.setOption('copyFramesUpToBytes', 128);
    const larger = Buffer.alloc(128, 'z');
    expect(push.trySend(larger)).toBe(true);
    larger.fill(0);
    expect(await receiveTexts(pull)).toEqual(['z'.repeat(128)]);
    const noBuffer = new Uint8Array(100).fill(0x61);
    expect(push.trySend(noBuffer)).toBe(true);
    noBuffer.fill(0x62);
    expect(await receiveTexts(pull)).toEqual(['a'.repeat(100)]);
  });
}
