// German of en/errors/runs.ts.

import type { Words } from '../../en';
import type { runs as english } from '../../en/errors/runs';

export const runs: Words<typeof english> = {};
