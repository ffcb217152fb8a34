// German of en/errors/evaluate.ts.

import type { Words } from '../../en';
import type { evaluate as english } from '../../en/errors/evaluate';

export const evaluate: Words<typeof english> = {};
