// German of en/errors/device.ts.

import type { Words } from '../../en';
import type { device as english } from '../../en/errors/device';

export const device: Words<typeof english> = {};
