import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../docs/repository.js';

const TRANSPORTS = 'packages/transports/src';

/** What does not know on which runtime its bytes travel. */
const PORTABLE = ['stream', 'zmtp', 'inproc'];

describe('the byte-stream port', () => {
  it.each(PORTABLE)('is all that %s/ knows of connections: nothing of Node, nor of node/', (folder) => {
    const files = readdirSync(join(ROOT, TRANSPORTS, folder), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts'));
    const importing = sources.filter((file) => {
      const text = readFileSync(join(ROOT, TRANSPORTS, folder, file), 'utf8');
      return /from '(?:node:|(?:\.\.\/)+node\/)/.test(text);
    });
    expect(sources.length).toBeGreaterThan(0);
    expect(importing).toStrictEqual([]);
  });

  it('has its tricks on undocumented handles in node/', () => {
    const files = readdirSync(join(ROOT, TRANSPORTS), { recursive: true, encoding: 'utf8' });
    const withHandles = files.filter(
      (file) => file.endsWith('.ts') && readFileSync(join(ROOT, TRANSPORTS, file), 'utf8').includes("'_handle'"),
    );
    expect(withHandles.toSorted()).toStrictEqual(['node/socket-reader.ts', 'node/write-queue-size.ts']);
  });
});
