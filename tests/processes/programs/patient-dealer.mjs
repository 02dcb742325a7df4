// @ts-check
// Sends numbers to a router that may die, each until it comes back, and says how far it is.
// usage: node patient-dealer.mjs ENDPOINT COUNT EVERY
import { ZMQDealer, ZMQError } from 'zeromq-ts';

const [endpoint = '', count, every] = process.argv.slice(2);

const dealer = new ZMQDealer(endpoint, { reconnectInterval: 20 });

/** @param {string} number */
async function returned(number) {
  try {
    // Echoes of earlier tries may come late.
    while ((await dealer.receive({ timeout: 250 })).text() !== number);
    return true;
  } catch (error) {
    if (error instanceof ZMQError && error.code === 'EAGAIN') return false;
    throw error;
  }
}

for (let number = 1; number <= Number(count); number++) {
  do await dealer.send(String(number));
  while (!(await returned(String(number))));
  if (number % Number(every) === 0) console.log(`RETURNED ${number}`);
}
