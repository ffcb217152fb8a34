// The registry of the wasm backend: operations over the heap, the rest composed of tfjs kernels.

import type { OpTable } from '../implementation';
import { composedTable } from '../composed/table';

export const heapTable: OpTable = { ...composedTable };
