import { conformance } from './conformance.js';
import { libzmq } from './subjects/libzmq.js';

conformance({ binder: libzmq, connecter: libzmq });
