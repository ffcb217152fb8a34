// German of en/errors/storage.ts.

import type { Words } from '../../en';
import type { storage as english } from '../../en/errors/storage';

export const storage: Words<typeof english> = {};
