// From the flat adapters of a run to LoRA files that load elsewhere, with the whole run in their
// metadata, and back again.

import { thresholdOrigin } from '../data/labels/threshold';
import { paradigmFacts } from '../paradigms/facts';
import { baseVersion, tagFrequency } from '../formats/kohyaMetadata';
import { loraSet, writeLora, type LoraModule, type LoraSet } from '../formats/loraFile';
import type { AdapterPlan } from '../models/lora';
import type { RunSettings, SettingsChange } from '../settings/runSettings';
import { optimizerOf } from '../optimizers';
import { settingsAt } from './settingsAt';

/** What is said of a run in an exported file. */
export interface RunFacts {
  readonly name: string;
  readonly modelName: string;
  readonly modelHash: string;
  /** Of a base that predicts noise or velocity; else null. */
  readonly predictionType: string | null;
  readonly imageSize: readonly [height: number, width: number];
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  readonly step: number;
  /** τ, raw score units; per batch and per prompt the whole set's percentile. */
  readonly tau: number;
  /**
   * Of a set's images; of an online run, samples trained on, of the `imageCount` images it drew.
   */
  readonly positiveCount: number;
  readonly negativeCount: number;
  readonly imageCount: number;
  /** Width of the text states that the denoiser attends to (cross_attention_dim). */
  readonly contextWidth: number;
  /** Prompts of the images, or those that were sampled. */
  readonly captions: readonly string[];
  readonly executor: string;
}

/**
 * The adapters of a denoiser as a LoRA set; matrices are copied out of `flat`.
 * alpha = rank times the plan's scale.
 */
export function loraOfAdapters(
  plan: AdapterPlan,
  flat: Float32Array,
  component: 'unet' | 'transformer',
): LoraSet {
  return loraSet(
    new Map(
      plan.entries.map(
        ({
          module,
          rank,
          offsetA,
          offsetB,
          inFeatures,
          outFeatures,
          conv1x1,
        }): [string, LoraModule] => [
          module,
          {
            component,
            rank,
            alpha: rank * plan.scale,
            inFeatures,
            outFeatures,
            conv1x1,
            down: flat.slice(offsetA, offsetA + rank * inFeatures),
            up: flat.slice(offsetB, offsetB + outFeatures * rank),
          },
        ],
      ),
    ),
  );
}

/**
 * The flat adapters a LoRA set stands for, laid out by `plan`; (alpha/rank) is folded into B. What
 * the set lacks, modules or the rest of a larger rank, is as in `fresh` (zero by default), where B
 * is zero.
 *  Errors: throws when the set adapts a module that the plan has not, at another size or a larger
 *  rank.
 */
export function adaptersOfLora(
  plan: AdapterPlan,
  set: LoraSet,
  fresh: Float32Array = new Float32Array(plan.length),
): Float32Array {
  const flat = fresh.slice();
  const entries = new Map(plan.entries.map((entry) => [entry.module, entry]));
  for (const [name, { down, up, rank, alpha, inFeatures, outFeatures }] of set.modules) {
    const entry = entries.get(name);
    if (
      !entry ||
      rank > entry.rank ||
      inFeatures !== entry.inFeatures ||
      outFeatures !== entry.outFeatures
    ) {
      throw new Error(
        `the LoRA adapts ${name} [${outFeatures}, ${inFeatures}] at rank ${rank}, which the ` +
          'plan does not have',
      );
    }
    flat.set(down, entry.offsetA);
    up.forEach((value, i) => {
      const [row, column] = [Math.floor(i / rank), i % rank];
      flat[entry.offsetB + row * entry.rank + column] = (value * alpha) / rank / plan.scale;
    });
  }
  return flat;
}

/** A LoRA file with the run in its metadata (ss_training_comment holds all of it as JSON). */
export function exportLora(
  plan: AdapterPlan,
  flat: Float32Array,
  format: 'diffusers' | 'kohya',
  facts: RunFacts,
): Promise<Uint8Array<ArrayBuffer>> {
  const {
    settings,
    imageSize: [height, width],
  } = facts;
  const metadata: Record<string, string> = {
    ss_output_name: facts.name,
    ss_sd_model_name: facts.modelName,
    ss_sd_model_hash: facts.modelHash.slice(0, 16),
    ss_learning_rate: String(settings.optimizer.learningRate),
    ss_unet_lr: String(settings.optimizer.learningRate),
    ss_optimizer: optimizerOf(settings.optimizer.name).kohyaName,
    ss_lr_scheduler: settings.schedule.learningRateSchedule,
    ss_max_train_steps: String(settings.schedule.steps),
    ss_steps: String(facts.step),
    ss_num_train_images: String(facts.imageCount),
    ss_resolution: `(${width}, ${height})`,
    ss_enable_bucket: settings.training.aspectBuckets === 'on' ? 'True' : 'False',
    ss_seed: String(settings.training.seed),
    ss_caption_dropout_rate: String(settings.training.captionDropout),
    ss_loss_type: settings.method,
    ss_tag_frequency: JSON.stringify({ [facts.name]: tagFrequency(facts.captions) }),
    ...baseVersion(facts.contextWidth, facts.predictionType),
    ss_training_comment: JSON.stringify({
      software: 'Plumbline',
      method: settings.method,
      step: facts.step,
      tau: facts.tau,
      threshold: thresholdOrigin(settingsAt(settings, facts.changes, facts.step).threshold),
      positives: facts.positiveCount,
      negatives: facts.negativeCount,
      images: facts.imageCount,
      base: {
        name: facts.modelName,
        sha256: facts.modelHash,
        prediction_type: facts.predictionType,
      },
      executor: facts.executor,
      settings,
      changes: facts.changes,
    }),
    'modelspec.title': facts.name,
    'modelspec.resolution': `${width}x${height}`,
    ...(facts.predictionType === null
      ? {}
      : { 'modelspec.prediction_type': facts.predictionType === 'epsilon' ? 'epsilon' : 'v' }),
  };
  return writeLora(loraOfAdapters(plan, flat, paradigmFacts(settings.paradigm).denoiser), format, {
    metadata,
  });
}
