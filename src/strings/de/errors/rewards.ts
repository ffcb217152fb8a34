// German of en/errors/rewards.ts.

import type { Words } from '../../en';
import type { rewards as english } from '../../en/errors/rewards';

export const rewards: Words<typeof english> = {};
