export { zmtp } from './engine/zmtp.js';
export { libzmq } from './libzmq/index.js';
