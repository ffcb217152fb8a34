// German of en/scorers.ts.

import type { scorers as english, scorerPhases as englishPhases } from '../en/scorers';
import type { Words } from '../en/words';

export const scorers: Words<typeof english> = {
  title: 'Eigene CLIP-Modelle und Köpfe',
  count: (own: number) => `${own}`,
  lede:
    'Ein CLIP-Modell wertet, wie gut Bild und Prompt zusammenpassen, und seine Merkmale ' +
    'tragen Geschmäcker und ästhetische Köpfe. CLIP, OpenCLIP und PickScore, bis ViT-H/14 und ' +
    'darüber. Es bleibt in diesem Browser.',
  drop:
    'Ordner eines CLIP-Modells ablegen: config.json und model.safetensors (oder seine Teile), ' +
    'dazu preprocessor_config.json, tokenizer_config.json, vocab.json und merges.txt.',
  vision: (size: string, patch: number) => `CLIP ViT-${size}/${patch}`,
  known: (parameters: string, dtype: string, edge: string, width: string) =>
    `${parameters} Parameter, als ${dtype} gespeichert; Bilder von ${edge} px, Einbettungen von ` +
    `${width} Zahlen`,
  takes: (size: string) => `Es belegt ${size}, solange es wertet, und danach nichts.`,
  takesWhileScoring: (size: string) => `${size}, solange es wertet`,
  rounded:
    'Seine Gewichte werden auf f16 gerundet, und nur einer seiner beiden Encoder liegt jeweils ' +
    'auf dem Gerät.',
  copyNote: (size: string) =>
    `${size} werden in den Speicher des Browsers kopiert, damit es nach dem Neuladen da ist.`,
  keptAs: (name: string) => `Dieses Modell ist schon da, als „${name}“.`,
  keep: 'Hinzufügen',
  dismiss: 'Doch nicht',
  pick: 'Ordner wählen',
  beside: (size: string) => `gehört zum Studio, ${size}`,
  facts: (size: string, date: string) => `${size}, ${date},`,
  hash: (start: string) => `${start}…`,
  head: (name: string) => `Kopf: ${name}`,
  addHead: 'Kopf hinzufügen…',
  addHeadTo: (name: string) => `Kopf zu ${name} hinzufügen`,
  deleteQuestion: (name: string) =>
    `„${name}“ und die Köpfe darauf löschen? Vergebene Wertungen bleiben.`,
  deleteHead: (name: string) => `Den Kopf „${name}“ löschen? Vergebene Wertungen bleiben.`,
  features: 'Liest Merkmale von',
  gone: 'Prompt-Treue nach einem CLIP-Modell, das hier nicht gespeichert ist',
  errors: {
    noConfig: (paths: readonly string[], parts: readonly string[]) => [
      paths.length === 1
        ? `Die Datei ${paths[0]} ist keine config.json.`
        : `Unter den ${paths.length} Dateien (${paths.slice(0, 4).join(', ')}` +
          `${paths.length > 4 ? ', …' : ''}) ist keine config.json.`,
      `Den Ordner eines CLIP-Modells im Format von transformers ablegen: ${parts.join(', ')}.`,
    ],
    notClip: (file: string) => [
      `${file} enthält kein CLIP-Modell mit den Namen von open_clip, und keine config.json ` +
        'sagt, was es ist.',
      'Den ganzen Ordner eines CLIP-Modells ablegen oder eine safetensors-Datei von open_clip ' +
        '(HPSv2: das state_dict seiner .pt-Datei mit safetensors.torch.save_file speichern).',
    ],
    severalModels: (folders: readonly string[]) => [
      `Hier sind ${folders.length} Modelle: ${folders
        .map((folder) => `${folder}config.json`)
        .slice(0, 4)
        .join(', ')}.`,
      'Nur den Ordner des CLIP-Modells ablegen.',
    ],
    lacks: (folder: string, parts: readonly string[]) =>
      `Im Ordner${folder === '' ? '' : ` „${folder}“`} fehlt ${parts.join(', ')}.`,
    wholeFolder: 'Den ganzen Ordner des Modells herunterladen und noch einmal ablegen.',
    pickle:
      'Gewichte werden nur aus safetensors gelesen: das Modell in Python laden und mit ' +
      'save_pretrained(folder, safe_serialization=True) speichern.',
    fastTokenizer:
      'tokenizer.json wird nicht gelesen: den langsamen Tokenizer daneben speichern, mit ' +
      'CLIPTokenizer.from_pretrained(…).save_pretrained(folder).',
    largePart: (part: string, size: string, most: string) => [
      `${part} hat ${size}, erwartet waren höchstens ${most}.`,
      'Den Ordner noch einmal herunterladen.',
    ],
    shape: (name: string, shape: readonly number[]) => [
      `Das Gewicht „${name}“ hat die Form [${shape.join(', ')}]; config.json verlangt eine andere.`,
      'config.json und die Gewichte aus demselben Modell nehmen.',
    ],
    memory: (name: string, wanted: string, given: string) => [
      `„${name}“ belegt ${wanted}, solange es wertet; dieses Gerät gibt ${given}. Nichts davon ` +
        'wurde gelesen.',
      'Andere Tabs und Läufe schließen oder ein kleineres CLIP-Modell nehmen, etwa ViT-L/14 ' +
        '(0,6 GB) oder ViT-B/32 (0,3 GB).',
    ],
    binding: (name: string, wanted: string, most: string) => [
      `„${name}“ braucht einen Puffer von ${wanted}; der größte dieser GPU hat ${most}. Nichts ` +
        'davon wurde gelesen.',
      'Ein kleineres CLIP-Modell nehmen oder den Prozessor (?executor=tfjs-wasm in der Adresse).',
    ],
  },
};

export const scorerPhases: Words<typeof englishPhases> = {
  scorerCheck: 'Der Ordner wird geprüft',
  scorerTry: 'Probe an einem Bild',
  scorerCopy: 'Die Gewichte werden kopiert',
  scorerHead: 'Probe des Kopfes',
  scorerDelete: 'Wird entfernt',
};
