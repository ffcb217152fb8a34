// Every optimizer, one line each; the first is the default. The order is that of the page.

import { adafactor } from './adafactor/adafactor';
import { adam } from './adam/adam';
import { adamw } from './adamw/adamw';
import { sgd } from './sgd/sgd';

export type { Optimizer } from './optimizer';

export const OPTIMIZERS = [adamw, adam, sgd, adafactor] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number]['id'];

/** The record of an optimizer. */
export function optimizerOf(id: OptimizerName): (typeof OPTIMIZERS)[number] {
  return OPTIMIZERS.find((one) => one.id === id)!;
}
