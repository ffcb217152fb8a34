// `npm run random-weights -- CONFIGS OUT [options]`: a model folder of random weights in the exact
// shape that configs describe, to try full-size models without downloading one. What comes out is
// opened like any checkpoint (`--base OUT`); its images are noise. Nothing is held whole in memory.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StudioError } from '../../src/errors';
import { parseClipConfig } from '../../src/formats/clipConfig';
import { ldmTextName, ldmUnetName, ldmVaeName } from '../../src/formats/ldmNames';
import {
  parseAutoencoderKLConfig,
  parseClipTextConfig,
  parseUNet2DConditionConfig,
} from '../../src/formats/modelConfig';
import { runMain } from '../cli/align/runMain';
import { CLIP_CONFIGS } from './clipConfigs';
import {
  clipTensors,
  textEncoderTensors,
  unetTensors,
  vaeTensors,
  type RandomTensor,
} from './tensors';
import { writeRandom, type FileType } from './writeRandom';

const USAGE = `npm run random-weights -- CONFIGS OUT [options]
  CONFIGS                a folder with a Stable Diffusion's config.json files, or one of
                         ${Object.keys(CLIP_CONFIGS).join(', ')} (a scorer)
  OUT                    folder to make; keep it outside the checkout (SD 1.5: 2.1 GB in F16)
  --type F16|F32         type of the weights (F16)
  --single-file          also OUT.safetensors: all networks in one file, in LDM names
  --shards N             a scorer's weights in N files with an index (1)
  --size N               image size in pixels (default: the configs' own)
  --tokenizer FOLDER     vocab.json and merges.txt (public/models/emoji-64/tokenizer)
  --seed N               another set of weights (0)`;

interface Options {
  readonly out: string;
  readonly type: FileType;
  readonly singleFile: boolean;
  readonly shards: number;
  readonly size: number | null;
  readonly tokenizer: string;
  readonly seed: number;
}

const json = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
const save = (path: string, value: unknown): Promise<void> =>
  writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

function tell(path: string, tensors: readonly RandomTensor[], bytes: number): void {
  const numbers = tensors.reduce((sum, { shape }) => sum + shape.reduce((p, n) => p * n, 1), 0);
  console.log(
    `${path}: ${tensors.length} tensors, ${(numbers / 1e6).toFixed(1)} M numbers, ` +
      `${(bytes / 1e9).toFixed(2)} GB`,
  );
}

/** The tokenizer's files into a folder, with prompts of `tokens` tokens. */
async function copyTokenizer(from: string, to: string, tokens: number): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of ['vocab.json', 'merges.txt', 'special_tokens_map.json'])
    if (existsSync(join(from, name))) await copyFile(join(from, name), join(to, name));
  const config = await json(join(from, 'tokenizer_config.json'));
  await save(join(to, 'tokenizer_config.json'), { ...config, model_max_length: tokens });
}

async function makeDiffusion(configs: string, options: Options): Promise<void> {
  const { out, type, seed, size } = options;
  const raw = {
    unet: await json(join(configs, 'unet/config.json')),
    vae: await json(join(configs, 'vae/config.json')),
    text_encoder: await json(join(configs, 'text_encoder/config.json')),
  };
  const vae = parseAutoencoderKLConfig(raw.vae);
  const factor = 2 ** (vae.block_out_channels.length - 1);
  if (size !== null) {
    raw.unet['sample_size'] = size / factor;
    raw.vae['sample_size'] = size;
  }
  const unet = parseUNet2DConditionConfig(raw.unet);
  const text = parseClipTextConfig(raw.text_encoder);
  const networks = {
    unet: { file: 'diffusion_pytorch_model', tensors: unetTensors(unet) },
    vae: { file: 'diffusion_pytorch_model', tensors: vaeTensors(vae) },
    text_encoder: { file: 'model', tensors: textEncoderTensors(text) },
  };
  await mkdir(join(out, 'scheduler'), { recursive: true });
  for (const path of ['model_index.json', 'scheduler/scheduler_config.json'])
    await save(join(out, path), await json(join(configs, path)));
  await copyTokenizer(options.tokenizer, join(out, 'tokenizer'), text.max_position_embeddings);
  for (const [name, { file, tensors }] of Object.entries(networks)) {
    await mkdir(join(out, name), { recursive: true });
    await save(join(out, name, 'config.json'), raw[name as keyof typeof raw]);
    const path = join(out, name, `${file}.safetensors`);
    tell(path, tensors, await writeRandom(path, tensors, { type, seed }));
  }
  if (!options.singleFile) return;
  const renamed = [
    ...networks.unet.tensors.map((tensor) => ({ tensor, name: ldmUnetName(tensor.name, unet) })),
    ...networks.vae.tensors.map((tensor) => ({ tensor, name: ldmVaeName(tensor.name, vae) })),
    ...networks.text_encoder.tensors.map((tensor) => ({ tensor, name: ldmTextName(tensor.name) })),
  ];
  const names = new Map(renamed.map(({ tensor, name }) => [tensor, name]));
  const path = `${out}.safetensors`;
  const tensors = renamed.map(({ tensor }) => tensor);
  tell(path, tensors, await writeRandom(path, tensors, { type, seed, names }));
}

/** A CLIPModel in transformers' format, in one file or in shards. */
async function makeClip(name: keyof typeof CLIP_CONFIGS, options: Options): Promise<void> {
  const { out, type, seed, shards, tokenizer } = options;
  const { config, processor } = CLIP_CONFIGS[name];
  await mkdir(out, { recursive: true });
  await save(join(out, 'config.json'), config);
  await save(join(out, 'preprocessor_config.json'), processor);
  const parsed = parseClipConfig(config);
  await copyTokenizer(tokenizer, out, parsed.text.max_position_embeddings);
  const tensors = clipTensors(parsed);
  if (shards === 1) {
    const path = join(out, 'model.safetensors');
    tell(path, tensors, await writeRandom(path, tensors, { type, seed }));
    return;
  }
  const places: Record<string, string> = {};
  const five = (n: number): string => String(n).padStart(5, '0');
  for (let shard = 1; shard <= shards; shard++) {
    const file = `model-${five(shard)}-of-${five(shards)}.safetensors`;
    const part = tensors.filter((_, index) => index % shards === shard - 1);
    for (const tensor of part) places[tensor.name] = file;
    const path = join(out, file);
    tell(path, part, await writeRandom(path, part, { type, seed }));
  }
  await save(join(out, 'model.safetensors.index.json'), { metadata: {}, weight_map: places });
}

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${USAGE}`);
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: true,
    allowPositionals: true,
    options: {
      type: { type: 'string', default: 'F16' },
      'single-file': { type: 'boolean', default: false },
      shards: { type: 'string', default: '1' },
      size: { type: 'string' },
      tokenizer: { type: 'string', default: 'public/models/emoji-64/tokenizer' },
      seed: { type: 'string', default: '0' },
    },
  });
  const [configs, out, ...others] = positionals;
  if (!configs || !out || others.length > 0) refuse('CONFIGS and OUT are needed.');
  const { type } = values;
  if (type !== 'F16' && type !== 'F32') refuse(`--type is F16 or F32, got “${type}”.`);
  const whole = (name: string, text: string): number =>
    /^\d+$/.test(text) ? Number(text) : refuse(`--${name} wants a whole number, got “${text}”.`);
  const options: Options = {
    out,
    type,
    singleFile: values['single-file'],
    shards: Math.max(1, whole('shards', values.shards)),
    size: values.size === undefined ? null : whole('size', values.size),
    tokenizer: values.tokenizer,
    seed: whole('seed', values.seed),
  };
  if (configs in CLIP_CONFIGS) await makeClip(configs as keyof typeof CLIP_CONFIGS, options);
  else await makeDiffusion(configs, options);
}

await runMain(main, USAGE);
