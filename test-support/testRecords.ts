// Small records for the storage tests.

import type { StepMetrics } from '../src/domain/metrics';
import { defaultRunSettings } from '../src/settings/runSettings';
import type { DatasetRecord, ImageRecord, RunRecord } from '../src/storage/database';

export function datasetRecord(id: string, values: Partial<DatasetRecord> = {}): DatasetRecord {
  return {
    id,
    name: `set ${id}`,
    createdAt: 1,
    scoreSource: 'metadata.csv',
    rewardId: null,
    modelId: null,
    count: 0,
    bytes: 0,
    ...values,
  };
}

export function imageRecord(
  id: string,
  datasetId: string,
  row: number,
  values: Partial<ImageRecord> = {},
): ImageRecord {
  return {
    id,
    datasetId,
    row,
    fileName: `${id}.png`,
    mime: 'image/png',
    original: new Blob([id]),
    sha256: `hash-${id}`,
    caption: 'a cat',
    negativePrompt: null,
    groupId: null,
    scores: [{ source: 'metadata.csv', value: row / 2 }],
    ...values,
  };
}

export function runRecord(id: string, values: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `run ${id}`,
    createdAt: 1,
    paradigm: 'diffusion',
    datasetId: 'd',
    modelId: 'm',
    modelHash: 'h',
    settings: defaultRunSettings(),
    changes: [],
    status: 'paused',
    step: 0,
    executor: 'tfjs-wasm',
    adapter: 'wasm',
    reason: '',
    ...values,
  };
}

export function stepMetrics(step: number, loss = step): StepMetrics {
  return {
    step,
    loss,
    gradientNorm: 1,
    clipFactor: 1,
    learningRate: 1e-3,
    tau: 0,
    stepMs: 5,
    values: {
      referenceLoss: 0.7,
      logRatioPositive: Number.NaN,
      logRatioNegative: -0.1,
      signAccuracy: 0.5,
    },
    logRatios: [0.1, -0.1],
    labels: [1, 0],
  };
}
