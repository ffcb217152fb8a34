// German of en/errors/graph.ts.

import type { Words } from '../../en';
import type { graph as english } from '../../en/errors/graph';

export const graph: Words<typeof english> = {};
