// German of en/compare.ts.

import type { Strings } from '../en';

export const compare: Strings['compare'] = {
  title: 'Vorher und nachher',
  questionTitle: 'Was verglichen wird',
  comparisonTitle: 'Nebeneinander',
  lede: 'Dieselben Prompts und Seeds mit dem Basismodell und mit deiner LoRA.',
  empty:
    'Trainiere zuerst einen Lauf oder lade einen: Dann lassen sich hier seine Bilder vergleichen.',
  toTraining: 'Zum Training',
  run: 'Lauf',
  checkpoint: 'Checkpoint',
  lastCheckpoint: (step: string) => `letzter (Schritt ${step})`,
  atStep: (step: string) => `Schritt ${step}`,
  prompts: 'Prompts',
  promptsHint: 'Einer pro Zeile.',
  seeds: 'Seeds pro Prompt',
  needPrompt: 'Schreib zuerst einen Prompt.',
  draw: 'Vorher und nachher erzeugen',
  sampleRange: 'Den ganzen Bereich erzeugen',
  drawing: 'Bilder werden erzeugt',
  strength: 'LoRA-Stärke',
  strengthValue: (value: string) => `Stärke ${value}`,
  strengthHint:
    '0 ist das Basismodell, 1 das Trainierte, über 1 wird übertrieben. Beim Loslassen wird ' +
    'eine Stärke erzeugt, die noch fehlt.',
  before: 'Basismodell',
  afterwards: (value: string) => `LoRA × ${value}`,
  notSampled: 'noch nicht erzeugt',
  meanBefore: (reward: string) => `${reward}: Mittel vorher`,
  meanAfter: (reward: string) => `${reward}: Mittel nachher`,
  meanChange: (reward: string) => `${reward}: mittlere Änderung`,
  better: (reward: string) => `${reward}: höher in`,
  pairs: (better: number, total: number) => `${better} von ${total} Paaren`,
  fewPairs:
    'Eine Handvoll Bilder zeigt, was sich geändert hat, aber nicht, wie sehr. Die Auswertung ' +
    'misst es an vielen Prompts, mit Intervallen.',
  byStrength: (reward: string) => `${reward}: Mittel nach Stärke`,
  exportTitle: 'Zum Mitnehmen',
  exportLede:
    'Die Dateien entstehen in diesem Browser. Die Einstellungen des Laufs stehen in den ' +
    'Metadaten der LoRA.',
  exportDiffusers: 'LoRA für diffusers',
  exportKohya: 'LoRA für ComfyUI, A1111',
  exportMetrics: 'Messwerte (CSV)',
  exportSettings: 'Einstellungen (JSON)',
  exportMetricsHint: 'Eine Zeile pro Schritt.',
  exportSettingsHint: 'Lässt sich unter Zielfunktion wieder laden.',
  exportDiffusersHint:
    'Schlüsselnamen, wie diffusers und PEFT sie schreiben. Nicht für ComfyUI oder A1111: ' +
    'Sie laden nur ein Drittel der Schichten.',
  exportKohyaHint: 'Schlüsselnamen, wie kohyas Trainer sie schreibt.',
  exportMerged: (strength: string) => `Verschmolzenes Modell (Stärke ${strength})`,
  exportMergedFile:
    'Der ganze Checkpoint, die LoRA in seine Gewichte eingerechnet: für models/Stable-diffusion ' +
    '(A1111) oder models/checkpoints (ComfyUI). Braucht keine LoRA-Datei.',
  exportMergedFolder: (denoiser: string, file: string) =>
    `Die Gewichte von ${denoiser}, die LoRA eingerechnet. In diffusers nach from_pretrained: ` +
    `pipe.${denoiser}.load_state_dict(safetensors.torch.load_file("${file}")).`,
  howToUse: 'So wird die Datei benutzt',
  copy: 'Kopieren',
  copied: 'Kopiert',
  inDiffusers: 'diffusers',
  inComfy: 'ComfyUI',
  inA1111: 'A1111, Forge',
  snippetComfy: (file: string, strength: string) =>
    `Lege ${file}\nin ComfyUI/models/loras.\nFüge nach dem Checkpoint einen Knoten „Load LoRA ` +
    `(Model Only)“ ein\nund setze strength_model auf ${strength}.`,
  snippetA1111: (file: string, strength: string) =>
    `Lege ${file}\nin models/Lora.\nSchreibe <lora:${file.replace(/\.safetensors$/u, '')}:` +
    `${strength}> in den Prompt;\ndie Zahl ist die Stärke.`,
  snippetNote: (model: string) =>
    `Eine LoRA passt zu dem Basismodell, auf dem sie trainiert wurde: Diese braucht ${model}.`,
};
