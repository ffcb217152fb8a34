// Every reader of a person's files, as something that takes bytes: what it is fed, and how it is
// asked to read them. A reader refuses with a StudioError that has a remedy; all else is a fault.

import { readFile } from 'node:fs/promises';
import { zipSync, strToU8 } from 'fflate';
import { blobFile, memoryFile, type SourceFile } from '../../src/data/import/files/sourceFile';
import { embeddedFacts } from '../../src/data/import/images/embeddedFacts';
import { kindOfFile } from '../../src/data/import/images/fileKind';
import { imageSize } from '../../src/data/import/images/imageHeader';
import { readExif } from '../../src/data/import/images/exif';
import { readXmp } from '../../src/data/import/images/xmp';
import { importSet, nothingUsable } from '../../src/data/import/importSet';
import { planImport } from '../../src/data/import/planImport';
import { parseClipConfig, parseClipImageProcessorConfig } from '../../src/formats/clipConfig';
import { createClipTokenizer } from '../../src/formats/clipTokenizer';
import { readLora } from '../../src/formats/loraFile';
import {
  parseAutoencoderKLConfig,
  parseClipTextConfig,
  parseUNet2DConditionConfig,
  parseUVit2DConfig,
  parseVQModelConfig,
} from '../../src/formats/modelConfig';
import type { ModuleNames } from '../../src/formats/loraKeys';
import { encodePng } from '../../src/formats/png';
import { bytesFile as rangedBytes } from '../../src/formats/rangedFile';
import { openSafetensorsFile, parseSafetensors, toFloat32 } from '../../src/formats/safetensors';
import { writeSafetensors } from '../../src/formats/writeSafetensors';
import { parseSchedulerConfig } from '../../src/formats/schedulerConfig';
import { readLinearHead } from '../../src/models/linearHead';
import { parseModelIndex } from '../../src/paradigms/baseModel';
import { readJson } from '../../src/paradigms/modelFiles';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/runs/checkpoint';
import { defaultRunSettings } from '../../src/settings/runSettings';
import { readSettingsFile } from '../../src/settings/settingsFile';
import { testCheckpoint } from '../../test-support/testCheckpoint';
import { sqliteSeed, parquetSeed } from './seeds';

export interface FuzzKind {
  readonly id: string;
  readonly isText: boolean;
  seeds(): Promise<Uint8Array[]>;
  /** Makes the file of which the damaged bytes are a part; absent: they are the file. */
  wrap?(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a damaged file to its end. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<unknown>;
}

const file = (path: string) => async (): Promise<Uint8Array[]> => [
  new Uint8Array(await readFile(path)),
];
const text =
  (...texts: readonly string[]) =>
  (): Promise<Uint8Array[]> =>
    Promise.resolve(texts.map((one) => strToU8(one)));

const png = (value: number): Uint8Array => encodePng(new Uint8Array(192).fill(value), 8, 8);
const IMAGES: Readonly<Record<string, Uint8Array>> = {
  'a.png': png(1),
  'b.png': png(2),
  'c.png': png(3),
};
const CSV = 'file_name,text,score\na.png,"a cat, sitting",0.5\nb.png,a dog,1.25\nc.png,a fish,-3\n';
const JSONL =
  '{"file_name":"a.png","text":"a cat","score":0.5,"meta":{"seed":3}}\n' +
  '{"file_name":"b.png","text":"a \\"big\\" ' +
  'dog","score":1}\n{"file_name":"c.png","text":"x","score":[1,2]}\n';
/** Tables of pairs, of office programs, of Mechanical Turk. */
const TABLES = [
  'prompt,image_a,image_b,preference\na cat,a.png,b.png,a\na cat,c.png,a.png,tie\n',
  'chosen;rejected;prompt\na.png;b.png;x\nb.png;c.png;y\n',
  'Ratings;;\n;;\nDatei;Text;Score (1-5)\na.png;x;1,5\nb.png;y;05. Jan\n',
  'file_name,text,score\na.png,"a \\"big\\" cat",⭐⭐\nb.png (https://e.org/x),"c",1\'005\n',
  '"HITId","Description","WorkerId","Input.image_url","Answer.rating"\n"h","d","w","a.png","3"\n',
  "image,text,score\n\"{'bytes': None, 'path': 'a.png'}\",x,3\n",
];
const FACTS = JSON.stringify({
  format: 'plumbline set',
  version: 1,
  name: 'a set',
  scoreSource: 'rating:stars',
  rewardId: null,
  modelId: 'nano',
  columns: { score_x: 'x' },
});

/** Runs a whole import but for the pixels. */
async function importAll(files: readonly SourceFile[]): Promise<void> {
  const plan = await planImport(files);
  let images = 0;
  const { rejected } = await importSet(new AbortController().signal, plan, {
    decode: () => Promise.resolve({ width: 8, height: 8 }),
    hash: (bytes) => Promise.resolve(String(bytes.length)),
    accept: () => {
      images++;
      return Promise.resolve();
    },
  });
  if (images === 0) throw nothingUsable(rejected);
}

const loose = Object.entries(IMAGES).map(([path, bytes]) =>
  memoryFile(path, new Uint8Array(bytes)),
);
const asTable = (name: string) => (bytes: Uint8Array<ArrayBuffer>) =>
  importAll([...loose, memoryFile(name, bytes)]);

async function readImage(bytes: Uint8Array): Promise<void> {
  const { mime } = kindOfFile(bytes);
  if (mime === null) return;
  imageSize(bytes, mime);
  embeddedFacts(bytes, mime);
  return Promise.resolve();
}

const asJson = (parse: (json: unknown) => unknown) => async (bytes: Uint8Array) =>
  parse(await readJson({ read: () => Promise.resolve(bytes) }, 'config.json'));

const A1111 =
  'a red heart\nNegative prompt: ugly\nSteps: 20, Sampler: Euler a, Seed: 42, Score: 6.1';
const COMFY = JSON.stringify({
  3: { class_type: 'KSampler', inputs: { positive: ['6', 0], negative: ['7', 0] } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a heart' } },
});
const XMP =
  '<x:xmpmeta><rdf:Description xmp:Rating="3"><dc:description><rdf:Alt>' +
  '<rdf:li xml:lang="x-default">a &amp; b</rdf:li></rdf:Alt></dc:description></rdf:Description>';

const head = (): Promise<Uint8Array[]> =>
  Promise.resolve([
    writeSafetensors({
      weight: { dtype: 'F32', shape: [1, 16], data: new Float32Array(16).fill(0.25) },
      bias: { dtype: 'F32', shape: [1], data: Float32Array.of(1) },
    }),
  ]);

const LORA_KEY =
  /^(unet|text_encoder|transformer)\.(.+)\.lora(?:_linear_layer)?[._](?:down|up|A|B)\.weight$/u;

/** Layer names as a model would list them: those of a diffusers file, prefix and suffix cut off. */
function namesOf(bytes: Uint8Array): ModuleNames {
  const names: Record<string, Set<string>> = {};
  for (const key of parseSafetensors(bytes).tensors.keys()) {
    const [, component, module] = LORA_KEY.exec(key) ?? [];
    if (component !== undefined && module !== undefined)
      (names[component] ??= new Set()).add(module);
  }
  return Object.fromEntries(Object.entries(names).map(([component, set]) => [component, [...set]]));
}

const loraSeed = file('fixtures/lora/unet_a_r4_alpha4/pytorch_lora_weights.safetensors');

export const KINDS: readonly FuzzKind[] = [
  {
    id: 'safetensors',
    isText: false,
    seeds: file('fixtures/safetensors_format/all_dtypes.safetensors'),
    read: (bytes) => Promise.resolve(parseSafetensors(bytes)),
  },
  {
    id: 'safetensors-ranged',
    isText: false,
    seeds: file('fixtures/safetensors_format/all_dtypes.safetensors'),
    async read(bytes) {
      const opened = await openSafetensorsFile(rangedBytes(bytes));
      for (const name of opened.tensors.keys()) {
        const view = await opened.read(name);
        if (!view.dtype.startsWith('F8')) toFloat32(view);
      }
    },
  },
  {
    id: 'safetensors-header',
    isText: true,
    seeds: async () => {
      const [bytes] = await file('fixtures/safetensors_format/all_dtypes.safetensors')();
      const length = Number(new DataView(bytes!.buffer).getBigUint64(0, true));
      return [bytes!.slice(8, 8 + length)];
    },
    async wrap(header) {
      const [whole] = await file('fixtures/safetensors_format/all_dtypes.safetensors')();
      const old = Number(new DataView(whole!.buffer).getBigUint64(0, true));
      const bytes = new Uint8Array(8 + header.length + whole!.length - 8 - old);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      bytes.set(header, 8);
      bytes.set(whole!.subarray(8 + old), 8 + header.length);
      return bytes;
    },
    read: (bytes) => Promise.resolve(parseSafetensors(bytes)),
  },
  {
    id: 'zip',
    isText: false,
    seeds: () =>
      Promise.resolve([
        zipSync({ ...IMAGES, 'metadata.csv': strToU8(CSV) }),
        zipSync({ ...IMAGES, 'set/metadata.jsonl': strToU8(JSONL) }, { level: 0 }),
      ]),
    read: (bytes) => importAll([blobFile('set.zip', new Blob([bytes]))]),
  },
  { id: 'csv', isText: true, seeds: text(CSV, ...TABLES), read: asTable('metadata.csv') },
  { id: 'jsonl', isText: true, seeds: text(JSONL), read: asTable('metadata.jsonl') },
  {
    id: 'json',
    isText: true,
    seeds: text(
      `[${JSONL.trim().split('\n').join(',')}]`,
      '{"a.png":"5","b.png":"3"}',
      '{"file_name":["a.png","b.png"],"text":["x","y"],"score":[1,2]}',
      '[{"data":{"image":"/data/a.png","text":"x"},' +
        '"annotations":[{"completed_by":1,"result":[{"value":{"rating":4}}]}]}]',
      '[{"prompt":"a","file_path":["a.png","b.png"],"human_preference":[1,0]}]',
      '{"items":[{"url":"https://x/a.jpeg","meta":{"prompt":"x"},"stats":{"likeCount":3}}]}',
      '{"images":[{"id":1,"file_name":"a.png"}],"annotations":[{"image_id":1,"caption":"x"}]}',
      '{"features":[{"name":"text"}],"rows":[{"row":{"image":{"src":"a.png"},"text":"x"}}]}',
      '{"/train/a":{"caption":"x","tags":["y","z"]},"/train/b":{"caption":"y"}}',
      '{"version":1,"images":{"a.png":{"prompt":"x","score":1}}}',
      '[["a.png","x",1],["b.png","y",2]]',
      '[{"prompt":"x","path1":"a.png","path2":"b.png"}]',
    ),
    read: asTable('metadata.json'),
  },
  {
    id: 'record-beside',
    isText: true,
    seeds: text('{"id":7,"rating":"s","score":4,"tags":["a","b"],"caption":"x","meta":{"n":1}}'),
    read: asTable('a.png.json'),
  },
  {
    id: 'caption',
    isText: true,
    seeds: text('a red heart, masterpiece', A1111),
    read: asTable('a.txt'),
  },
  {
    id: 'set-description',
    isText: true,
    seeds: text(FACTS),
    read: (bytes) =>
      importAll([
        ...loose,
        memoryFile('metadata.jsonl', strToU8(JSONL) as Uint8Array<ArrayBuffer>),
        memoryFile('plumbline.json', bytes),
      ]),
  },
  { id: 'sqlite', isText: false, seeds: sqliteSeed, read: asTable('wib.sqlite3') },
  { id: 'parquet', isText: false, seeds: parquetSeed, read: asTable('train.parquet') },
  {
    id: 'png',
    isText: false,
    seeds: () =>
      Promise.resolve([
        encodePng(new Uint8Array(192), 8, 8, { parameters: A1111, prompt: COMFY }),
        encodePng(new Uint8Array(192), 8, 8, { 'XML:com.adobe.xmp': XMP }),
      ]),
    read: readImage,
  },
  {
    id: 'jpeg-webp-avif',
    isText: false,
    seeds: async () => {
      const { imageSeeds } = await import('./seeds');
      return imageSeeds();
    },
    read: readImage,
  },
  {
    id: 'exif',
    isText: false,
    seeds: async () => {
      const { exifSeed } = await import('./seeds');
      return exifSeed();
    },
    read: (bytes) => Promise.resolve(readExif(bytes)),
  },
  {
    id: 'xmp',
    isText: true,
    seeds: text(XMP, XMP.replace('xmp:Rating="3"', 'MicrosoftPhoto:Rating="75"')),
    read: (bytes) => Promise.resolve(readXmp(new TextDecoder().decode(bytes))),
  },
  {
    id: 'settings',
    isText: true,
    seeds: () => Promise.resolve([strToU8(JSON.stringify(defaultRunSettings()))]),
    read: (bytes) => Promise.resolve(readSettingsFile(new TextDecoder().decode(bytes))),
  },
  {
    id: 'unet-config',
    isText: true,
    seeds: file('public/models/nano/unet/config.json'),
    read: asJson(parseUNet2DConditionConfig),
  },
  {
    id: 'vae-config',
    isText: true,
    seeds: file('public/models/nano/vae/config.json'),
    read: asJson(parseAutoencoderKLConfig),
  },
  {
    id: 'text-config',
    isText: true,
    seeds: file('public/models/nano/text_encoder/config.json'),
    read: asJson(parseClipTextConfig),
  },
  {
    id: 'uvit-config',
    isText: true,
    seeds: file('public/models/nano-maskgit/transformer/config.json'),
    read: asJson(parseUVit2DConfig),
  },
  {
    id: 'vq-config',
    isText: true,
    seeds: file('public/models/nano-maskgit/vqvae/config.json'),
    read: asJson(parseVQModelConfig),
  },
  {
    id: 'model-index',
    isText: true,
    seeds: file('public/models/nano/model_index.json'),
    read: asJson(parseModelIndex),
  },
  {
    id: 'scheduler-config',
    isText: true,
    seeds: file('public/models/nano/scheduler/scheduler_config.json'),
    read: asJson(parseSchedulerConfig),
  },
  {
    id: 'clip-config',
    isText: true,
    seeds: file('public/models/emoji-clip/config.json'),
    read: asJson(parseClipConfig),
  },
  {
    id: 'clip-processor',
    isText: true,
    seeds: file('public/models/emoji-clip/preprocessor_config.json'),
    read: asJson(parseClipImageProcessorConfig),
  },
  {
    id: 'tokenizer',
    isText: true,
    seeds: file('public/models/nano/tokenizer/merges.txt'),
    async read(bytes) {
      const vocab = JSON.parse(
        await readFile('public/models/nano/tokenizer/vocab.json', 'utf8'),
      ) as Record<string, number>;
      const tokenizer = createClipTokenizer({
        vocab,
        merges: new TextDecoder().decode(bytes),
        maxLength: 20,
      });
      tokenizer.encodePadded('a red heart');
    },
  },
  {
    id: 'prompt',
    isText: true,
    seeds: text('a red heart, masterpiece <|endoftext|> café 😀', 'a'.repeat(500)),
    async read(bytes) {
      const tokenizer = await nanoTokenizer();
      tokenizer.encodePadded(new TextDecoder().decode(bytes));
    },
  },
  {
    id: 'checkpoint',
    isText: false,
    seeds: () => Promise.resolve([encodeCheckpoint(testCheckpoint())]),
    read: (bytes) => Promise.resolve(decodeCheckpoint(bytes)),
  },
  {
    id: 'lora',
    isText: false,
    seeds: loraSeed,
    async read(bytes) {
      const [whole] = await loraSeed();
      readLora(bytes, namesOf(whole!));
    },
  },
  {
    id: 'head',
    isText: false,
    seeds: head,
    read: (bytes) => Promise.resolve(readLinearHead(bytes, 'The head')),
  },
];

let tokenizerOfNano: ReturnType<typeof createClipTokenizer> | null = null;

async function nanoTokenizer(): Promise<ReturnType<typeof createClipTokenizer>> {
  if (tokenizerOfNano !== null) return tokenizerOfNano;
  const folder = 'public/models/nano/tokenizer';
  tokenizerOfNano = createClipTokenizer({
    vocab: JSON.parse(await readFile(`${folder}/vocab.json`, 'utf8')) as Record<string, number>,
    merges: await readFile(`${folder}/merges.txt`, 'utf8'),
    maxLength: 20,
  });
  return tokenizerOfNano;
}
