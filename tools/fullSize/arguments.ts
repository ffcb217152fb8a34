// What `npm run full-size` was asked for.

import type { WeightStorage } from '../../src/executors/executor';

export interface FullSizeArguments {
  readonly weights: WeightStorage;
  readonly size: number | null;
  readonly batch: number;
  readonly rank: number;
  readonly steps: number;
  readonly method: string;
  readonly plain: boolean;
}
