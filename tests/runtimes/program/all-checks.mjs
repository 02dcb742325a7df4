// @ts-check
import './socket-pairs.mjs';
import './payloads.mjs';
import './many-messages.mjs';
import './high-water-marks.mjs';
import './receiving.mjs';
import './router-options.mjs';
import './connections.mjs';
import './endpoints.mjs';
import './closing.mjs';
import './processes.mjs';

export { checks } from './check.mjs';
