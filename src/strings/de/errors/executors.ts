// German of en/errors/executors.ts.

import type { Words } from '../../en';
import type { executors as english } from '../../en/errors/executors';

export const executors: Words<typeof english> = {};
