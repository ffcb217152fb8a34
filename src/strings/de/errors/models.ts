// German of en/errors/models.ts.

import type { Words } from '../../en';
import type { models as english } from '../../en/errors/models';

export const models: Words<typeof english> = {};
