// A source of samples that are encoded already.

import type { EncodedImage } from '../src/paradigms/imagePipeline';
import { OfflineSamples } from '../src/runs/offlineSamples';
import type { TrainingSample } from '../src/runs/sampleSource';

export const offlineSamples = (samples: readonly TrainingSample[]): OfflineSamples =>
  new OfflineSamples(samples, async (_, places) =>
    places.map((place) => samples[place]!.encoded as EncodedImage),
  );
