import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint } from '../../src/endpoint/index.js';
import { goodHosts, goodLocals, goodPorts, goodSources } from './good-endpoints.js';

describe.each([
  ['the hosts of tcp', goodHosts],
  ['the ports of tcp, B-032', goodPorts],
  ['the source addresses of tcp, B-038', goodSources],
  ['ipc and inproc, B-044 B-045 B-046', goodLocals],
])('endpoints parse and format: %s', (_, rows) => {
  it.each(rows)('$text', ({ text, endpoint, canonical = text }) => {
    expect(parseEndpoint(text)).toStrictEqual(endpoint);
    expect(formatEndpoint(endpoint)).toBe(canonical);
    expect(parseEndpoint(canonical)).toStrictEqual(endpoint);
  });
});

describe('parsing', () => {
  it('leaves no undefined source or zone behind', () => {
    const endpoint = parseEndpoint('tcp://[::1]:5555');
    expect(endpoint).not.toHaveProperty('source');
    expect(endpoint).not.toHaveProperty('host.zone');
  });
});
