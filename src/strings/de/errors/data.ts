// German of en/errors/data.ts.

import type { Words } from '../../en';
import type { data as english } from '../../en/errors/data';

export const data: Words<typeof english> = {};
