// The registry of the wasm backend: operations over the heap, the rest composed of tfjs kernels.

import { composedTable } from '../composed/table';
import type { OpTable } from '../implementation';
import { attention, attentionInput } from './attention';
import { conv2d, conv2dInput, matmul } from './products';

export const heapTable: OpTable = { ...composedTable, matmul, conv2d, conv2dInput, attention, attentionInput };
