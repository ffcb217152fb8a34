// German of en/errors/schedules.ts.

import type { Words } from '../../en';
import type { schedules as english } from '../../en/errors/schedules';

export const schedules: Words<typeof english> = {};
