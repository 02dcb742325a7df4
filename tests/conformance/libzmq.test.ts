import { conformance } from '@zeromq-ts/testing/conformance';
import { libzmq } from './subjects/libzmq.js';

conformance({ engine: libzmq });
