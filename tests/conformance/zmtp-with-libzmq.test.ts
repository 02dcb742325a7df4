import { conformance } from '@zeromq-ts/testing/conformance';
import { libzmq } from './subjects/libzmq.js';
import { zmtp } from './subjects/zmtp.js';

conformance({ binder: zmtp, connecter: libzmq });
conformance({ binder: libzmq, connecter: zmtp });
