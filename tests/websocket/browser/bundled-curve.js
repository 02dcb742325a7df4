// The same with CURVE: what that needs is loaded with the first connection.
import { ZMQRequest } from '@zeromq-ts/reqrep';
import '@zeromq-ts/security';

/** @param {string} endpoint @param {string} curveServerKey @returns {Promise<string>} the answer. */
export async function ask(endpoint, curveServerKey) {
  const curveSecretKey = crypto.getRandomValues(new Uint8Array(32));
  const request = new ZMQRequest(endpoint, { curveServerKey, curveSecretKey });
  const answer = await request.request('question', { timeout: 15_000 });
  await request.close();
  return answer.text();
}
