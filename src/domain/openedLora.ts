// A LoRA file from elsewhere, as the page sees it.

/** What a file says of itself. */
export interface OpenedLora {
  readonly fileName: string;
  /** Whose names its tensors have. */
  readonly names: 'diffusers' | 'kohya' | 'PEFT';
  /** Adapted layers of the denoiser. */
  readonly layers: number;
  /** Smallest and largest rank. */
  readonly ranks: readonly [least: number, most: number];
  /** As the file stores its matrices, e.g. "F16". */
  readonly dtype: string;
  /** Adapted layers of the text encoder: they are not used. */
  readonly textLayers: number;
  /** False where the file says no alpha, so that alpha = rank was taken. */
  readonly alphaKnown: boolean;
}

/** What opening one says before anything of it is kept. */
export interface LoraReport extends OpenedLora {
  /** The file's name without its ending. */
  readonly name: string;
  readonly bytes: number;
  /** Ids of the base models whose layers it fits; never empty. */
  readonly fits: readonly string[];
}
