import { LIBRARIES } from './libraries/index.js';

// One process of a benchmark: `participant.js <library> <part> <count> <size> <endpoint>`. It talks to its parent by IPC.
const [name, part, countText, sizeText, endpoint = ''] = process.argv.slice(2);
const library = LIBRARIES.find((candidate) => candidate.name === name)?.library;
if (library === undefined || process.send === undefined) throw new Error('This program is started by main.js.');

const count = Number(countText);
const size = Number(sizeText);
const tell = (message: object): void => void process.send?.(message);
const bound = (real: string): void => tell({ bound: real });

switch (part) {
  case 'pull':
    tell({ result: [await library.pull(count, bound)] });
    break;
  case 'push':
    await library.push(endpoint, count, size);
    break;
  case 'reply':
    await library.reply(count, bound);
    break;
  case 'request':
    tell({ result: [...(await library.request(endpoint, count, size))] });
    break;
  case undefined:
  default:
    throw new Error(`There is no part ${part ?? '(none)'}.`);
}
process.disconnect();
