import { watchStats } from '@zeromq-ts/stats';

// Closed while it searches in a folder that is refused.
const watch = watchStats({ findInterval: 10 });
await watch.close();
console.log('CLOSED');
await watch.found.catch(({ code }) => console.log(code));
