// Words of the comparison with the base: before and after, downloads, and how to use a LoRA file.

export const compare = {
  title: 'Before and after',
  questionTitle: 'What to compare',
  comparisonTitle: 'Side by side',
  lede: 'The same prompts and seeds with the base model and with your LoRA.',
  empty: 'Train a run first, or load one: then its images can be compared here.',
  toTraining: 'Go to Training',
  run: 'Run',
  checkpoint: 'Checkpoint',
  lastCheckpoint: (step: string) => `last (step ${step})`,
  atStep: (step: string) => `step ${step}`,
  prompts: 'Prompts',
  promptsHint: 'One per line.',
  seeds: 'Seeds per prompt',
  needPrompt: 'Write a prompt first.',
  draw: 'Sample before and after',
  sampleRange: 'Sample the whole range',
  drawing: 'Sampling',
  strength: 'LoRA strength',
  strengthValue: (value: string) => `strength ${value}`,
  strengthHint:
    '0 is the base model, 1 what was trained, above 1 exaggerates. Release to sample a strength ' +
    'that is not there yet.',
  before: 'Base model',
  afterwards: (value: string) => `LoRA × ${value}`,
  notSampled: 'not sampled yet',
  meanBefore: (reward: string) => `${reward}: mean before`,
  meanAfter: (reward: string) => `${reward}: mean after`,
  meanChange: (reward: string) => `${reward}: mean change`,
  better: (reward: string) => `${reward}: higher in`,
  pairs: (better: number, total: number) => `${better} of ${total} pairs`,
  fewPairs:
    'A handful of images shows what changed, not how much. Evaluate measures it on many prompts, ' +
    'with intervals.',
  byStrength: (reward: string) => `${reward}: mean by strength`,
  exportTitle: 'Take it with you',
  exportLede:
    'Files are made in this browser. The run’s settings are written into the LoRA’s metadata.',
  exportDiffusers: 'LoRA for diffusers',
  exportKohya: 'LoRA for ComfyUI, A1111',
  exportMetrics: 'Metrics (CSV)',
  exportSettings: 'Settings (JSON)',
  exportMetricsHint: 'One row per step.',
  exportSettingsHint: 'Loads again under Objective.',
  exportDiffusersHint:
    'Key names as diffusers and PEFT write them. Not for ComfyUI or A1111: they load only a ' +
    'third of its layers.',
  exportKohyaHint: 'Key names as kohya’s trainer writes them.',
  exportMerged: (strength: string) => `Merged model (strength ${strength})`,
  exportMergedFile:
    'The whole checkpoint with the LoRA folded into its weights: for models/Stable-diffusion ' +
    '(A1111) or models/checkpoints (ComfyUI). Needs no LoRA file.',
  exportMergedFolder: (denoiser: string, file: string) =>
    `The weights of the ${denoiser} with the LoRA folded in. In diffusers, after ` +
    `from_pretrained: pipe.${denoiser}.load_state_dict(safetensors.torch.load_file("${file}")).`,
  howToUse: 'How to use the file',
  copy: 'Copy',
  copied: 'Copied',
  inDiffusers: 'diffusers',
  inComfy: 'ComfyUI',
  inA1111: 'A1111, Forge',
  snippetComfy: (file: string, strength: string) =>
    `Put ${file}\ninto ComfyUI/models/loras.\nAdd a “Load LoRA (Model Only)” node after the ` +
    `checkpoint\nand set strength_model to ${strength}.`,
  snippetA1111: (file: string, strength: string) =>
    `Put ${file}\ninto models/Lora.\nWrite <lora:${file.replace(/\.safetensors$/u, '')}:` +
    `${strength}> into the prompt;\nthe number is the strength.`,
  snippetNote: (model: string) =>
    `A LoRA fits the base model it was trained on: this one needs ${model}.`,
};
