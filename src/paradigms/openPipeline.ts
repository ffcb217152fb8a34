// The pipeline that belongs to a base model.

import type { Executor } from '../executors/executor';
import type { BaseModel } from './baseModel';
import type { ImagePipeline } from './imagePipeline';
import { MaskgitPipeline } from './maskgit/maskgitPipeline';
import { TextToImage } from './diffusion/textToImage';

/** A pipeline of the model's paradigm over `executor`; the caller disposes it. */
export function openPipeline(executor: Executor, model: BaseModel): ImagePipeline {
  return model.paradigm === 'diffusion'
    ? new TextToImage(executor, model)
    : new MaskgitPipeline(executor, model);
}
