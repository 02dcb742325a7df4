import { storedToken } from './token.js';

const MAX_REASON_LENGTH = 200;

/** Asks the server to do something. @returns Why it was not done; empty if it was. What has become of it is in the figures. */
export async function act(path: 'recording/start' | 'recording/stop'): Promise<string> {
  const token = storedToken();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(path, { method: 'POST', headers, cache: 'no-store' });
    if (response.ok) return '';
    // What is between this page and the server may answer with a page of its own.
    const isText = response.headers.get('content-type')?.startsWith('text/plain') === true;
    const reason = isText ? (await response.text()).trim().slice(0, MAX_REASON_LENGTH) : '';
    return reason === '' ? `The server has answered with the status ${response.status}.` : reason;
  } catch {
    return 'The server cannot be reached.';
  }
}
