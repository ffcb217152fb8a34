// What a reward is: one number from one image (and its prompt). A pixel reward is a pure function
// of bytes, in float64; tools/pretrain/rewards.py holds the shape rewards' formulas for numpy. A
// feature reward is a pure function of what a CLIP model says of image and prompt, so that one
// pass of the model serves any number of them. scoreImages.ts applies both kinds.

/**
 * An image of bytes: rgb is row-major, length width·height·3, values 0…255 (fractions allowed).
 */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: ArrayLike<number>;
}

interface RewardFacts {
  /** Its name in files (a demo's rewardId, make_demo.py --score) and in storage. */
  readonly id: string;
  readonly label: string;
  /** The formula in words. */
  readonly formula: string;
  /** Least and greatest value it can take; infinite where there is no bound. */
  readonly range: readonly [number, number];
  /** Who defined it. */
  readonly source: string;
}

export interface PixelReward extends RewardFacts {
  readonly needs: 'pixels';
  /** Score of an image; larger is more. Errors: throws when the pixels do not fit the size. */
  score(image: RgbImage, prompt: string): number;
}

/** What a CLIP model says of one image and its prompt. D = its projection_dim. */
export interface ClipFeatures {
  /** SHA-256 of the model's weights: heads fitted on another model's features must not be used. */
  readonly scorerHash: string;
  /** Projected image, unit length, [D]. */
  readonly imageEmbedding: Float32Array;
  /** Projected prompt, unit length, [D]; null when no reward asked for it. */
  readonly textEmbedding: Float32Array | null;
  /** exp(logit_scale): logit = logitScale·cosine. */
  readonly logitScale: number;
  /** Probability of each style of the model's style head (sum 1); null without one. */
  readonly styles: Readonly<Record<string, number>> | null;
}

export interface FeatureReward extends RewardFacts {
  readonly needs: 'clip';
  /** The prompt matters, so its embedding is wanted. */
  readonly usesPrompt: boolean;
  /** Texts that it compares images with, beside the image's own prompt; none for most. */
  readonly texts?: readonly string[];
  /**
   * SHA-256 of the CLIP model it belongs to; null = whichever is asked, the one beside the app
   * first.
   */
  readonly scorerHash: string | null;
  /**
   * `texts`: embeddings of its own texts, unit length, in their order. Errors: StudioError when the
   * features are of a model that this reward does not fit.
   */
  score(features: ClipFeatures, texts?: readonly Float32Array[]): number;
}

export type Reward = PixelReward | FeatureReward;

/** A CLIP model as the rewards see it (ClipScorer in src/rewards/clip). */
export interface ClipFeatureSource {
  readonly hash: string;
  /** Embeddings of texts, [D] each, unit length. Errors: abort; StudioError from the executor. */
  embedPrompts(signal: AbortSignal, prompts: readonly string[]): Promise<Float32Array[]>;
  /**
   * Features of each image, and of the prompt at the same place when `prompts` is given. Errors:
   * abort; StudioError from the executor.
   */
  features(
    signal: AbortSignal,
    images: readonly RgbImage[],
    prompts: readonly string[] | null,
    progress?: (done: number, total: number) => void,
  ): Promise<ClipFeatures[]>;
}

/** The CLIP model that a reward reads; null where there is none. */
export type ScorerOf = (reward: FeatureReward) => Promise<ClipFeatureSource | null>;
