export { libzmq } from './libzmq.js';
export { zmtp } from './zmtp.js';
