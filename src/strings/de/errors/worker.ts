// German of en/errors/worker.ts.

import type { Words } from '../../en';
import type { worker as english } from '../../en/errors/worker';

export const worker: Words<typeof english> = {};
