// What a model gave up for its reward: diversity, and drift from the base in both directions. In
// every report, beside the rewards that nobody trained for.

import { paradigmFacts, type ParadigmId } from '../../../src/paradigms/facts';
import { diversity, diversityAcross } from '../../../src/evaluate/diversity';
import { drift } from '../../../src/evaluate/drift';
import { LogRatioProbe } from '../../../src/evaluate/logRatio';
import type { Cell, Table } from '../../../src/evaluate/table';
import type { ImagePipeline, SamplingAdapters } from '../../../src/paradigms/imagePipeline';
import type { Drawn } from './draw';

/** Of one model; the drifts are null for the base itself. */
export interface SideEffects {
  readonly diversity: number;
  readonly diversityAcross: number;
  readonly frechet: number | null;
  readonly change: number | null;
  /** KL(ref‖model) and KL(model‖ref), for diffusion times T (src/evaluate/drift.ts). */
  readonly logRatio: number | null;
  readonly reverseLogRatio: number | null;
}

const diversities = (drawn: Drawn): Pick<SideEffects, 'diversity' | 'diversityAcross'> => ({
  diversity: diversity(drawn.repeated, drawn.featureKind),
  diversityAcross: diversityAcross(drawn.features, drawn.featureKind),
});

export function baseSideEffects(base: Drawn): SideEffects {
  return {
    ...diversities(base),
    frechet: null,
    change: null,
    logRatio: null,
    reverseLogRatio: null,
  };
}

/** Side effects that the images alone tell: the log-ratios are null. */
export const sampledSideEffects = (base: Drawn, aligned: Drawn): SideEffects => ({
  ...diversities(aligned),
  ...drift(base.features.flat(), aligned.features.flat(), aligned.featureKind),
});

/**
 * Side effects of the model with `adapters`, which sampled `aligned`. Errors: as the executor's.
 */
export async function alignedSideEffects(
  pipeline: ImagePipeline,
  base: Drawn,
  aligned: Drawn,
  adapters: SamplingAdapters,
): Promise<SideEffects> {
  const probe = new LogRatioProbe(pipeline, base.probe);
  const { signal } = new AbortController();
  try {
    const ratios = {
      logRatio: await probe.logRatio(signal, adapters),
      reverseLogRatio: await probe.reverseLogRatio(signal, adapters, aligned.probe),
    };
    return {
      ...diversities(aligned),
      ...drift(base.features.flat(), aligned.features.flat(), aligned.featureKind, ratios),
    };
  } finally {
    await probe.dispose();
  }
}

export function sideEffectsTable(rows: readonly (readonly [string, SideEffects])[]): Table {
  return {
    columns: [
      '',
      'diversity within prompts',
      'diversity between prompts',
      'Fréchet distance',
      'change per image',
      'KL(ref‖model)',
      'KL(model‖ref)',
    ],
    rows: rows.map(([name, one]): Cell[] => [
      name,
      one.diversity,
      one.diversityAcross,
      one.frechet,
      one.change,
      one.logRatio,
      one.reverseLogRatio,
    ]),
  };
}

/** What the numbers are; `diffusion` multiplies the KL estimates by T. */
export const sideEffectsNote = (kind: Drawn['featureKind'], paradigm: ParadigmId): string =>
  `Features: ${kind === 'clip' ? 'CLIP embeddings' : 'pixels in 8 × 8 blocks'}. KL(ref‖model): ` +
  'log π_ref − log π_model on the base’s images; KL(model‖ref): log π_model − log π_ref on the ' +
  'model’s images; ' +
  (paradigmFacts(paradigm).temperature
    ? 'both as denoising errors, that is times T.'
    : 'nats per masked token.');
