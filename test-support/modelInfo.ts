// A small diffusion base as the worker tells the page about it, for tests of settings.

import type { ModelInfo } from '../src/bridge/protocol';

export function modelInfo(values: Partial<ModelInfo> = {}): ModelInfo {
  return {
    id: 'm',
    name: 'M',
    paradigm: 'diffusion',
    imageSize: 64,
    bytes: 1,
    predictionType: 'epsilon',
    sampler: 'ddim',
    description: '',
    hasDemo: false,
    defaults: {},
    methodDefaults: {},
    sweep: [],
    previewPrompts: [],
    ...values,
  };
}
