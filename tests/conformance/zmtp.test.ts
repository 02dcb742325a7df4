import { conformance } from './conformance.js';
import { zmtp } from './subjects/zmtp.js';

conformance({ binder: zmtp, connecter: zmtp });
