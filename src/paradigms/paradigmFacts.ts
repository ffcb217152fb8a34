// What a paradigm says of itself without being loaded. Plain data, shared by the page, the settings
// and the worker; the record of what runs is Paradigm (paradigm.ts).

/** Where a base lies, as a script names it. */
export interface BasePlace {
  readonly path: string;
  /** One checkpoint file, not a folder. */
  readonly isFile: boolean;
}

export interface ParadigmFacts {
  /** model_index.json: classes of the parts; null takes any class. */
  readonly parts: Readonly<Record<string, string | null>>;
  /** The part that is adapted: its folder, and the component its LoRA files name. */
  readonly denoiser: 'unet' | 'transformer';
  /**
   * True: log π ≈ −error/T, and `temperature` is a setting. False: log-probabilities are exact, and
   * T is 1.
   */
  readonly temperature: boolean;
  /** What a sample's error is taken over, as the formula writes it. */
  readonly likelihood: 'squared error' | 'tokens';
  /** The setting that says how errors become one number per sample. */
  readonly errorSetting: 'mseSpace' | 'maskedReduction';
  /** Layers that the studio offers adapters for, besides the default targets. */
  readonly moreTargets: readonly string[];
  /** True where kohya's format, and so ComfyUI and A1111, have a name for its layers. */
  readonly kohyaExport: boolean;
  /** Python that loads the LoRA of a file beside it onto this base with diffusers. */
  loadSnippet(base: BasePlace, file: string): string;
  /** In the language that is read. */
  readonly words: ParadigmWords;
}

/** Texts of one paradigm for the page (strings/en/paradigms.ts). */
export interface ParadigmWords {
  readonly label: string;
  /** What to use instead of a model that cannot be opened. */
  readonly remedy: string;
  /** What the network predicts, after the label. `prediction` is the model's prediction type. */
  predicts(prediction: string | null): string;
  /** What the drift of an evaluation means that is measured as likelihood. */
  readonly logRatioNote: string;
  /** What is said otherwise of a numeric setting, by its key. */
  readonly settings: Readonly<
    Record<string, { readonly meaning?: string; readonly source?: string }>
  >;
}
