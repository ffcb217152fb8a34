// German of en/errors/formats.ts.

import type { Words } from '../../en';
import type { formats as english } from '../../en/errors/formats';

export const formats: Words<typeof english> = {};
