// The source of samples that a method learns from, of samples that are encoded already: what
// openRun assembles from a set.

import { objectiveOf } from '../src/objectives';
import type { ImagePipeline, TextConditioning } from '../src/paradigms/imagePipeline';
import type { Checkpoint } from '../src/runs/checkpoint';
import { DemonstrationSamples } from '../src/runs/demonstrationSamples';
import type { SampleSource, TrainingSample } from '../src/runs/sampleSource';
import type { RunSettings } from '../src/settings/runSettings';
import { offlineSamples } from './offlineSamples';

export function runSource(
  samples: readonly TrainingSample[],
  parts: {
    readonly settings: RunSettings;
    readonly pipeline: ImagePipeline;
    readonly empty: TextConditioning;
    readonly checkpoint: Checkpoint | null;
  },
): SampleSource {
  const set = offlineSamples(samples);
  return objectiveOf(parts.settings.method).data === 'demonstrations'
    ? new DemonstrationSamples({ ...parts, set })
    : set;
}
