import { conformance } from '@zeromq-ts/testing/conformance';
import { zmtp } from './subjects/zmtp.js';

conformance({ engine: zmtp });
