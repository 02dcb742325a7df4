import { afterEach } from 'vitest';

interface Closable {
  close(options?: { linger?: number }): unknown;
}

const opened: Closable[] = [];

/** Closes it when the test is over. */
export function using<T extends Closable>(resource: T): T {
  opened.push(resource);
  return resource;
}

/** To be called once in a test file. */
export function closeAfterEach(): void {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((resource) => resource.close({ linger: 0 })));
  });
}
