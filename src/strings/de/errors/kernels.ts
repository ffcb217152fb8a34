// German of en/errors/kernels.ts.

import type { Words } from '../../en';
import type { kernels as english } from '../../en/errors/kernels';

export const kernels: Words<typeof english> = {};
