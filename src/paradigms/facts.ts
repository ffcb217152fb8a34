// The paradigms as the page and the settings know them: plain data, no code that runs on a device.
// A new paradigm is a folder, a line here and (the compiler then asks for it) a line in list.ts.

import { diffusionFacts } from './diffusion/facts';
import { maskgitFacts } from './maskgit/facts';
import type { ParadigmFacts } from './paradigmFacts';

export const PARADIGM_FACTS = {
  diffusion: diffusionFacts,
  maskgit: maskgitFacts,
} as const satisfies Record<string, ParadigmFacts>;

export type ParadigmId = keyof typeof PARADIGM_FACTS;

export const PARADIGM_IDS = Object.keys(PARADIGM_FACTS) as readonly ParadigmId[];

/** The paradigm of new settings before a model is known. */
export const DEFAULT_PARADIGM: ParadigmId = 'diffusion';

export function isParadigmId(id: string): id is ParadigmId {
  return Object.hasOwn(PARADIGM_FACTS, id);
}

/** The facts of a paradigm, as the interface says them. */
export function paradigmFacts(id: ParadigmId): ParadigmFacts {
  return PARADIGM_FACTS[id];
}
