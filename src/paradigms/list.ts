// The paradigms, each one folder. What the page may know of them is in facts.ts.

import { diffusion } from './diffusion/diffusion';
import type { ParadigmId } from './facts';
import { maskgit } from './maskgit/maskgit';
import type { Paradigm } from './paradigm';

/**
 * A record takes only models that it opened itself: each carries its paradigm's id, and paradigmOf
 * finds the record by it.
 */
export const PARADIGMS: Readonly<Record<ParadigmId, Paradigm>> = { diffusion, maskgit };

/** The paradigm that opened this model. */
export function paradigmOf(model: { readonly paradigm: ParadigmId }): Paradigm {
  return PARADIGMS[model.paradigm];
}
