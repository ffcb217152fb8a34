// A person's own CLIP folder before it is taken in: which of the dropped files are its parts, and
// whether they fit each other. Only JSON files and the headers of the weights are read here.

import { StudioError } from '../../errors';
import type { WeightSource } from '../../executors/weights/weightSource';
import { layoutShape } from '../../executors/weights/layout';
import { parseClipConfig } from '../../formats/clipConfig';
import { sizeOf, storageOf, type Graph, type WeightLayout } from '../../graph/graph';
import { buildClipImageGraph, buildClipTextGraph, CLIP_MODEL } from '../../models/clipModel';
import { noting, partFiles, type DroppedFile, type Parts } from '../../paradigms/droppedModel';
import { readJson } from '../../paradigms/modelFiles';
import { isSafetensors } from '../../formats/safetensors';
import { strings } from '../../strings';
import { bytes as shownBytes } from '../../strings/format';
import { hasClipVocabulary, loadClipCheckpoint, type ClipCheckpoint } from './clipCheckpoint';
import { asTransformers, OPEN_CLIP_WEIGHTS } from './openClipFolder';

export interface ClipFolder {
  /** The folder's own name, empty when only files were dropped. */
  readonly name: string;
  /** The files that are read of it, by path in the folder. */
  readonly files: Parts;
  /** Of these files. */
  readonly bytes: number;
  /** Its headers; nothing is uploaded. */
  readonly model: ClipCheckpoint;
  /** Numbers of all weights. */
  readonly parameters: number;
}

const WEIGHTS = 'model.safetensors';
/** A folder's weights: one file, its fp16 variant, or shards by their index. */
const WEIGHT_FILES = /^model(\.fp16)?\.safetensors$|^model\.safetensors\.index(\.fp16)?\.json$/;
const SHARD = /^model-\d+-of-\d+\.safetensors$/;
const INDEX = 'model.safetensors.index.json';
const PICKLES = /\.(bin|pt|pth|ckpt|h5|msgpack)$/;
/** Files that a model with CLIP's own vocabulary can do without. */
const KNOWN_PARTS = [
  'preprocessor_config.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
];
/** The largest known vocabulary of a CLIP model takes about 1 MB. */
const MAX_TEXT_BYTES = 16 * 2 ** 20;

interface FoundFolder {
  /** Its path among the files, with a slash at its end (empty = the top). */
  readonly folder: string;
  /** By path in the folder. */
  readonly parts: Parts;
}

/** Files below a folder, by their path in it. */
const below = (files: readonly DroppedFile[], folder: string): Parts =>
  Object.fromEntries(
    files
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, file }) => [path.slice(folder.length), file]),
  );

/**
 * The folder among the files in which a CLIP model's config.json lies; without one, the folder of
 * the one safetensors file, which open_clip's models are. Errors: BadModel.
 */
function findFolder(files: readonly DroppedFile[]): FoundFolder {
  const folders = files
    .filter(({ path }) => /(^|\/)config\.json$/u.test(path))
    .map(({ path }) => path.slice(0, -'config.json'.length));
  const parts = ['config.json', WEIGHTS, ...KNOWN_PARTS];
  const { noConfig, severalModels } = strings.scorers.errors;
  const [weights, ...others] = files.filter(({ path }) => isSafetensors(path));
  if (folders.length === 0 && weights && others.length === 0) {
    const folder = weights.path.slice(0, weights.path.lastIndexOf('/') + 1);
    return { folder, parts: { ...below(files, folder), [OPEN_CLIP_WEIGHTS]: weights.file } };
  }
  if (folders.length === 0)
    throw new StudioError(
      'BadModel',
      ...noConfig(
        files.map(({ path }) => path),
        parts,
      ),
    );
  if (folders.length > 1) throw new StudioError('BadModel', ...severalModels(folders));
  return { folder: folders[0]!, parts: below(files, folders[0]!) };
}

/** A tensor of the file as a graph reads it. */
interface WantedWeight {
  readonly shape: readonly number[];
  readonly layout: WeightLayout;
}

/** Weights a graph reads, by name. */
function weightsOf(graph: Graph): Map<string, WantedWeight> {
  const found = new Map<string, WantedWeight>();
  for (const input of graph.nodes.flatMap((node) => node.inputs)) {
    const tensor = input && storageOf(input);
    if (tensor?.source.kind === 'weight' && tensor.source.model === CLIP_MODEL)
      found.set(tensor.source.tensor, { shape: tensor.shape, layout: tensor.source.layout });
  }
  return found;
}

/** Every tensor the model reads is there, in the shape its config asks for. Errors: BadModel. */
function checkShapes({ config, weights }: ClipCheckpoint): number {
  const wanted = new Map<string, WantedWeight>([
    ...weightsOf(buildClipImageGraph(config, 1)),
    ...weightsOf(buildClipTextGraph(config, 1, 2)),
  ]);
  let numbers = 0;
  for (const [name, { shape, layout }] of wanted) {
    const stored = weights.header(name);
    if (!fits(stored.shape, shape, layout))
      throw new StudioError('BadModel', ...strings.scorers.errors.shape(name, stored.shape));
    numbers += sizeOf(shape);
  }
  return numbers;
}

function fits(
  stored: ReturnType<WeightSource['header']>['shape'],
  shape: readonly number[],
  layout: WeightLayout,
): boolean {
  if (layout === 'stored') return sizeOf(stored) === sizeOf(shape);
  return [2, 4].includes(stored.length) && layoutShape(stored, layout).join() === shape.join();
}

/** Refuses a folder that lacks a part, and parts of another kind. Errors: BadModel, Unsupported. */
async function checkParts(parts: Parts, folder: string): Promise<void> {
  const text = strings.scorers.errors;
  const names = Object.keys(parts);
  for (const name of ['config.json', ...KNOWN_PARTS])
    if ((parts[name]?.size ?? 0) > MAX_TEXT_BYTES)
      throw new StudioError(
        'BadModel',
        ...text.largePart(name, shownBytes(parts[name]!.size), shownBytes(MAX_TEXT_BYTES)),
      );
  const files = await asTransformers(partFiles(parts));
  if (files.checkpoint === undefined && parts['config.json'] === undefined)
    throw new StudioError('BadModel', ...text.notClip(names.find(isSafetensors)!));
  const config = parseClipConfig(await readJson(files, 'config.json'));
  const known = hasClipVocabulary(config) ? [] : KNOWN_PARTS;
  const missing = known.filter((part) => !names.includes(part));
  if (files.checkpoint === undefined && !names.some((name) => WEIGHT_FILES.test(name)))
    missing.push(names.some((name) => SHARD.test(name)) ? INDEX : WEIGHTS);
  if (missing.length === 0) return;
  const remedy =
    missing.includes(WEIGHTS) && names.some((name) => PICKLES.test(name))
      ? text.pickle
      : names.includes('tokenizer.json')
        ? text.fastTokenizer
        : text.wholeFolder;
  throw new StudioError('BadModel', text.lacks(folder.slice(0, -1), missing), remedy);
}

/**
 * Looks at a dropped folder. Errors: BadModel naming the file that is missing or does not fit;
 * Unsupported and BadSafetensors from the readers.
 */
export async function inspectClipFolder(dropped: readonly DroppedFile[]): Promise<ClipFolder> {
  const { folder, parts } = findFolder(dropped);
  await checkParts(parts, folder);
  const read = new Set<string>();
  const model = await loadClipCheckpoint(noting(partFiles(parts), read));
  const parameters = checkShapes(model);
  const files = Object.fromEntries(Object.entries(parts).filter(([path]) => read.has(path)));
  return {
    name: folder.split('/').at(-2) ?? '',
    files,
    bytes: Object.values(files).reduce((sum, { size }) => sum + size, 0),
    model,
    parameters,
  };
}
