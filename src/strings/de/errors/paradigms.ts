// German of en/errors/paradigms.ts.

import type { Words } from '../../en';
import type { paradigms as english } from '../../en/errors/paradigms';

export const paradigms: Words<typeof english> = {};
