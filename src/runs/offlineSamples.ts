// A fixed scored set as a source of samples: τ and weights from all its scores, batches by epochs
// of permutations.

import { StudioError } from '../errors';
import { BatchSampler } from '../data/batches/batchSampler';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import { sameThreshold } from '../data/labels/threshold';
import type { RunSettings } from '../settings/runSettings';
import {
  stepBatch,
  type SampleSource,
  type SourceState,
  type StepBatch,
  type TrainingSample,
} from './sampleSource';

export class OfflineSamples implements SampleSource {
  private threshold: TrainingThreshold | null = null;
  private sampler!: BatchSampler;

  /** `samples` carry raw scores. */
  constructor(private readonly samples: readonly TrainingSample[]) {}

  epochSteps({ batchSize }: RunSettings): number {
    return Math.ceil(this.samples.length / batchSize);
  }

  /**
   * Recomputes τ, weights and the order of samples where `settings` differ in what they depend on.
   */
  useSettings(settings: RunSettings): TrainingThreshold {
    if (this.threshold && sameThreshold(this.threshold.settings, settings)) return this.threshold;
    const threshold = new TrainingThreshold(
      this.samples.map((sample) => sample.score),
      settings,
      this.samples.map((sample) => sample.group),
    );
    const subset = settings.method === 'sft' ? threshold.positives : null;
    if (subset?.length === 0) {
      throw new StudioError(
        'BadSettings',
        `No sample reaches the threshold τ = ${threshold.set.rawTau}: SFT has nothing to learn ` +
          'from.',
        'Lower the percentile or the fixed threshold.',
      );
    }
    this.sampler = new BatchSampler({
      seed: settings.seed,
      count: this.samples.length,
      batchSize: settings.batchSize,
      subset,
    });
    this.threshold = threshold;
    return threshold;
  }

  draws(): boolean {
    return false;
  }

  async batch(_signal: AbortSignal, settings: RunSettings, step: number): Promise<StepBatch> {
    const threshold = this.useSettings(settings);
    return stepBatch(this.samples, threshold, this.sampler.indices(step));
  }

  state(): SourceState {
    return {};
  }
}
