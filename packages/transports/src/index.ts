export { libzmq } from './libzmq/index.js';
