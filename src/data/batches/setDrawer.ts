// What a method draws from a scored set under settings, or why it cannot learn from it. The trainer
// draws with it; the page asks the same function before a run is started.

import { StudioError } from '../../errors';
import { objectiveOf } from '../../objectives';
import type { RunSettings } from '../../settings/runSettings';
import { dataErrors } from '../../strings/errors/data';
import { batchDrawer, type BatchDrawer, type DrawnSample } from './batchDrawer';
import type { TrainingThreshold } from './batchThreshold';

/**
 * Batches of a set with its threshold. Errors: BadSettings where labels leave nothing to learn from
 * (all on one side of τ, no examples), or as batchDrawer.
 */
export function setDrawer(
  samples: readonly DrawnSample[],
  threshold: TrainingThreshold,
  settings: RunSettings,
): BatchDrawer {
  const said = dataErrors.batches;
  const objective = objectiveOf(settings.method);
  const { data, label } = objective;
  const { origin, rawTau, positiveCount, negativeCount, globalLabels } = threshold.set;
  const positives = data === 'positives' || data === 'demonstrations' ? threshold.positives : null;
  // Examples are chosen before a batch is drawn.
  if (data === 'demonstrations' && positives === null)
    throw new StudioError('BadSettings', ...said.batchThreshold(label));
  // Per batch the labels of the whole set only matter where all scores are equal.
  const twoSided =
    (positiveCount > 0 && negativeCount > 0) ||
    (origin === 'batch' && globalLabels.some((one) => one !== globalLabels[0]));
  if (data === 'scored' && !twoSided) {
    const oneSided = positiveCount === 0 ? said.noGood : said.noBad;
    throw new StudioError('BadSettings', ...oneSided(label, rawTau, positiveCount, negativeCount));
  }
  if (positives?.length === 0)
    throw new StudioError('BadSettings', ...said.nothingToLearn(rawTau, label));
  return batchDrawer(samples, objective, settings, positives);
}
