// A base model of a person's own, as the page sees it.

import type { SamplerName } from '../formats/schedulerConfig';
import type { ParadigmId } from '../paradigms/facts';

/** What opening a model says before anything of it is kept. */
export interface ModelReport {
  /** The folder's or file's name. */
  readonly name: string;
  /** Id it has once it is kept: by the hash of its weights. */
  readonly id: string;
  readonly paradigm: ParadigmId;
  /** E.g. "Stable Diffusion 1.x". */
  readonly architecture: string;
  /** Numbers of the network that is trained on, and of all networks. */
  readonly parameters: number;
  readonly allParameters: number;
  /** As the file stores most of its weights, e.g. "F16". */
  readonly dtype: string;
  readonly predictionType: 'epsilon' | 'v_prediction' | null;
  /** False where the file does not say it, so that a person may have to. */
  readonly predictionKnown: boolean;
  readonly imageSize: number;
  readonly sampler: SamplerName | null;
  /** Of the files that are kept. */
  readonly bytes: number;
  /** It is kept already, under this name; null where it is new. */
  readonly keptAs: string | null;
}

/** How a kept model's weights are read. */
export type ModelPlace =
  /** Copied into the browser's storage (OPFS). */
  | 'copied'
  /** Read from the disk where it lies; the browser grants it. */
  | 'linked'
  /** The same, but the browser has to be asked again. */
  | 'asks';

/** What is said of a model of one's own beside what every base says. */
export interface OwnModelInfo {
  readonly place: ModelPlace;
  /** Name of the single-file checkpoint; null for a folder. */
  readonly checkpoint: string | null;
  readonly architecture: string;
  readonly parameters: number;
  readonly dtype: string;
  /** ms since 1970. */
  readonly addedAt: number;
}
