// A base model as the page knows it.

import type { OwnModelInfo } from '../domain/ownModel';
import type { SamplerName } from '../formats/schedulerConfig';
import type { ParadigmId } from '../paradigms/facts';
import type { BasePlace } from '../paradigms/paradigmFacts';

/** A base model on offer. */
export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  readonly paradigm: ParadigmId;
  /** Image edge in pixels. */
  readonly imageSize: number;
  readonly bytes: number;
  /** Null for MaskGIT. */
  readonly predictionType: 'epsilon' | 'v_prediction' | null;
  /** Its own sampler; null for MaskGIT, which has but one. */
  readonly sampler: SamplerName | null;
  readonly description: string;
  /** Settings measured for this model (file beside it), in flat form (flatSettings.ts). */
  readonly defaults: Readonly<Record<string, string | number>>;
  /** Settings measured for one method; they win over `defaults`. */
  readonly methodDefaults: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** Rows of the sweep that chose them, as they stand in the file. */
  readonly sweep: readonly Readonly<Record<string, string | number>>[];
  readonly previewPrompts: readonly string[];
  /** True when a demo set lies beside it. */
  readonly hasDemo: boolean;
  /** Of a model of the person's own. */
  readonly own?: OwnModelInfo;
}

/** Where a base lies, as a script names it; one that is not on offer is named by its id. */
export function basePlaceOf(model: ModelInfo | null, id: string): BasePlace {
  if (model?.own === undefined) return { path: `public/models/${id}`, isFile: false };
  const { checkpoint } = model.own;
  return { path: checkpoint ?? model.name, isFile: checkpoint !== null };
}
