// What a run's wall is sampled from: the run's own prompts, else the model's, else some of those it
// trains on.

import type { RunRecord } from '../../storage/database';
import type { StudioServices } from './studioServices';

/** Prompts of the set that are sampled where neither the run nor the model names any. */
const SET_PROMPTS = 4;

/** Prompts of a run's wall; `captions`: what it trains on. */
export function previewPromptsOf(
  studio: StudioServices,
  { settings, modelId }: RunRecord,
  captions: readonly string[],
): readonly string[] {
  const trained = settings.source.mode === 'online' ? settings.source.onlinePrompts : captions;
  return (
    [settings.sampling.previewPrompts, studio.model(modelId).info.previewPrompts].find(
      (prompts) => prompts.length > 0,
    ) ?? [...new Set(trained)].slice(0, SET_PROMPTS)
  );
}
