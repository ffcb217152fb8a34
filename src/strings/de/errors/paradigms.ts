// German of en/errors/paradigms.ts.

import type { Words } from '../../en/words';
import type { paradigms as english } from '../../en/errors/paradigms';

const STABLE_DIFFUSION = 'Nimm ein Modell der Art Stable Diffusion 1.x oder 2.x.';

export const paradigms: Words<typeof english> = {
  otherPart: (part, found, wanted) =>
    `In model_index.json steht „${part}“: ${found}, erwartet war ${wanted ?? 'ein Scheduler'}.`,
  secondTextEncoder: () => [
    'In model_index.json steht ein zweiter Textencoder, wie bei SDXL.',
    STABLE_DIFFUSION,
  ],
  otherShape: (tensor, model, shape) => [
    `„${tensor}“ von ${model} hat die Form [${shape}]; seine Konfiguration verlangt eine andere.`,
    'Nimm Konfigurationen und Gewichte desselben Modells.',
  ],
  predictsSample: () => [
    'In der Konfiguration des Schedulers steht „prediction_type“: "sample"; trainiert werden ' +
      'können Netze, die das Rauschen oder die Geschwindigkeit vorhersagen.',
    STABLE_DIFFUSION,
  ],
  otherTiny: (folder, tiny, own) => [
    `Der kleine Autoencoder in ${folder}/ dekodiert Latents mit ${tiny.channels} Kanälen zum ` +
      `${tiny.factor}-Fachen ihrer Größe; bei diesem Modell sind es ${own.channels} Kanäle und ` +
      `das ${own.factor}-Fache.`,
    `Lege dort den kleinen Autoencoder dieser Modellart ab, oder entferne ${folder}/.`,
  ],
  otherChannels: (unet, autoencoder) => [
    `Das UNet nimmt ${unet} Kanäle, der Autoencoder liefert aber ${autoencoder}.`,
    'Nimm UNet und Autoencoder desselben Modells.',
  ],
  clash: {
    codes: (tokens, codes) =>
      `Die Zahl der Tokens des Transformers (${tokens}) und die der Codes des VQ-Autoencoders ` +
      `(${codes}) sind verschieden.`,
    textWidth: (transformer, encoder) =>
      `Die Textbreite des Transformers (${transformer}) und die Breite des Textencoders ` +
      `(${encoder}) sind verschieden.`,
    pooledWidth: (transformer, encoder) =>
      `Die Breite des zusammengefassten Textes beim Transformer (${transformer}) und die ` +
      `Projektion des Textencoders (${encoder}) sind verschieden.`,
    remedy: 'Nimm die Teile eines einzigen Modells.',
  },
  conditioningOnly: (layer) => [
    `Die Schicht ${layer} sieht nur die Konditionierung; ihr Adapter lässt sich nicht trainieren.`,
    'Wähle Ziele wie to_q, to_k, to_v, to_out.0, ff.net.0.proj.',
  ],
  otherGrid: (tokens, predictions) => [
    `Der Transformer macht aus ${tokens} Tokens ${predictions} Vorhersagen.`,
    'Nimm ein Modell, das gleich stark verkleinert und vergrößert, mit einer geraden Zahl von ' +
      'Tokens je Seite.',
  ],
  noSuchToken: (token, codes) => `hat das Token ${token}, das Codebuch hat ${codes}`,
  imageSize: (numbers, height, width) => [
    `Ein Bild hat ${numbers} Zahlen, erwartet waren ${height}×${width}×3.`,
    'Importiere den Datensatz für dieses Modell neu.',
  ],
  size: (width, height, factor, next) => [
    `${width}×${height} Pixel sind keine Vielfachen von ${factor}; so viele fasst dieses Modell ` +
      'je Seite zusammen.',
    `Nimm eine Größe wie ${next}.`,
  ],
  notJson: (path, reason) => [
    `${path} ist kein JSON: ${reason}`,
    'Lade den Modellordner noch einmal herunter.',
  ],
  noWeights: (path) => [
    `Es gibt weder ${path}.safetensors noch eine .fp16-Fassung oder Teildateien davon.`,
    'Nimm einen ganzen Modellordner im diffusers-Format.',
  ],
  pickle: (name) =>
    `${name} ist ein Pickle, das beim Öffnen Code ausführen kann; es wurde nicht geöffnet.`,
  picklePart:
    'Wandle das Modell in safetensors um: in diffusers mit pipeline.save_pretrained(Ordner, ' +
    'safe_serialization=True).',
  pickleModel:
    'Wandle das Modell in .safetensors um: Der Checkpoint Merger von A1111 kann das, oder ' +
    'diffusers mit save_pretrained(Ordner, safe_serialization=True).',
  pickleFile: () => [
    'Die Datei ist ein Pickle, das beim Öffnen Code ausführen kann; sie wurde nicht geöffnet.',
    'Wandle sie in .safetensors um, etwa mit dem Checkpoint Merger von A1111 oder in diffusers ' +
      'mit StableDiffusionPipeline.from_single_file(…).save_pretrained(Ordner).',
  ],
  foreignFile: (kind) => [
    `Die Datei ist ein ${kind}; auf solchen Gewichten lässt sich hier nicht trainieren.`,
    'Nimm die .safetensors-Datei des Modells.',
  ],
  otherVocabulary: (tokens, known) => [
    `Der Textencoder des Checkpoints hat ${tokens} Tokens, das Vokabular von CLIP ${known}: Er ` +
      'gehört zu einem anderen Tokenizer.',
    'Lege den Tokenizer-Ordner des Modells (tokenizer/vocab.json, tokenizer/merges.txt) ' +
      'zusammen mit der Datei ab.',
  ],
  otherNetwork: (reason) => [
    `Der Checkpoint ist nicht gebaut wie Stable Diffusion: ${reason}.`,
    'Nimm einen ganzen Checkpoint von Stable Diffusion 1.x oder 2.x.',
  ],
  otherKind: (is) => `Die Datei ist ${is}.`,
  notInCheckpoint: (path) => [
    `${path} ist nicht im Checkpoint.`,
    'Nimm das Modell als Ordner im diffusers-Format.',
  ],
  theCheckpoint: 'Der Checkpoint',
  dropped: {
    notInFolder: (path) => [
      `${path} ist nicht im Ordner des Modells.`,
      'Öffne noch einmal den ganzen Ordner.',
    ],
    gone: (path, reason) => [
      `${path} lässt sich nicht mehr lesen: ${reason}`,
      'Die Datei wurde seit dem Öffnen verschoben, geändert oder gelöscht: Öffne das Modell neu.',
    ],
    severalModels: (count, some) => [
      `Hier liegen ${count} Modelle: ${some}.`,
      'Öffne den Ordner eines einzigen Modells.',
    ],
    notSafetensors: (path) => [
      `${path} ist keine .safetensors-Datei.`,
      'Nimm die .safetensors-Datei des Modells, oder seinen Ordner im diffusers-Format.',
    ],
    nothing: 'Nichts wurde geöffnet: Der Ordner ist leer.',
    noModel: (index, files, some) =>
      `Unter den ${files} Dateien (${some}) ist weder ${index} noch eine .safetensors-Datei.`,
    openModel:
      'Öffne einen Modellordner im diffusers-Format, oder einen einzelnen ' +
      '.safetensors-Checkpoint.',
    severalFiles: (count, some, index) => [
      `Hier liegen ${count} .safetensors-Dateien (${some}), aber kein ${index}, das sagt, wie ` +
        'sie zusammengehören.',
      `Öffne einen Checkpoint, oder den ganzen Ordner mit seinem ${index}.`,
    ],
  },
};
