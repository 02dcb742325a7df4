import { register } from 'node:module';

// Loaded before the programs for npm `zeromq`: they get the drop-in instead, as with an alias in package.json.
const hooks = `export const resolve = (name, context, next) => next(name === 'zeromq' ? '@zeromq-ts/zeromq' : name, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
