// A run at one step, with all that a resume needs to go on bit for bit: adapters and moments as
// they lie on the device, how they are laid out, settings with their changes, the base it belongs
// to and the random counters. The file is safetensors: tensors `policy`, `adam.m`, `adam.v`
// [length], `ema` where the run averages its adapters, `reference` where an epoch updated it,
// `source.*` of an online run (its memory bank and the images in use), and one JSON text in the
// metadata. Reading trusts nothing: a file that does not hold together is refused, saying where.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { parseSafetensors, toFloat32 } from '../formats/safetensors';
import { writeSafetensors } from '../formats/writeSafetensors';
import { nestRun } from '../settings/flatSettings';
import {
  liveSettingsSchema,
  runSettingsSchema,
  type RunSettings,
  type SettingsChange,
} from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import { issueSays } from '../strings/issueSays';
import type { SourceState } from './sampleSource';

/**
 * Where one module's matrices lie in the flat arrays: A [rank, inFeatures] at offsetA, B
 * [outFeatures, rank] at offsetB.
 */
export interface CheckpointLayout {
  readonly module: string;
  readonly offsetA: number;
  readonly offsetB: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

export interface Checkpoint {
  readonly version: 1;
  readonly runId: string;
  /** Steps done. */
  readonly step: number;
  readonly rank: number;
  readonly alpha: number;
  /** Flat policy state. */
  readonly adapters: Float32Array;
  /** AdamW's first and second moments, laid out alike; both empty of an opened LoRA. */
  readonly m: Float32Array;
  readonly v: Float32Array;
  /** Flat moving average of the adapters; null where the run keeps none. */
  readonly ema: Float32Array | null;
  /** Flat adapters of an updated reference; null while it is the base. */
  readonly reference: Float32Array | null;
  /** Flat numbers of the sample source (sampleSource.ts); empty for a fixed set. */
  readonly source: SourceState;
  readonly layout: readonly CheckpointLayout[];
  /** As the run was started; `changes` lead from them to those in force. */
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  /** Hash of the base model. */
  readonly baseHash: string;
  /** All draws are counter-based: the seed and the next step say everything. */
  readonly randomCounters: { readonly seed: number; readonly nextStep: number };
  readonly executor: string;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** Keeps checkpoints of runs. */
export interface CheckpointStore {
  /** Resolves when it is safely stored; replaces one of the same step. Errors: StorageFull. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** The checkpoint of that step, or the newest; null when there is none. Errors: BadCheckpoint. */
  load(runId: string, step?: number): Promise<Checkpoint | null>;
  /** Steps with a checkpoint, rising. */
  list(runId: string): Promise<number[]>;
  /** Deletes one step's, or all of the run. */
  delete(runId: string, step?: number): Promise<void>;
}

const METADATA_KEY = 'plumbline.checkpoint';
/** Tensor names in the file, after the flat states they are read from. */
const TENSORS = { adapters: 'policy', m: 'adam.m', v: 'adam.v' } as const;
const EMA = 'ema';
const REFERENCE = 'reference';
const SOURCE_PREFIX = 'source.';

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(count, v.minValue(1));
const headSchema = v.strictObject({
  version: v.literal(1),
  runId: text,
  step: count,
  rank: positive,
  alpha: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  layout: v.pipe(
    v.array(
      v.strictObject({
        module: text,
        offsetA: count,
        offsetB: count,
        inFeatures: positive,
        outFeatures: positive,
      }),
    ),
    v.minLength(1),
  ),
  settings: runSettingsSchema,
  changes: v.array(v.strictObject({ step: count, values: liveSettingsSchema })),
  baseHash: text,
  randomCounters: v.strictObject({ seed: count, nextStep: count }),
  executor: text,
  createdAt: v.pipe(v.number(), v.finite()),
});

function refuse(what: string): never {
  throw new StudioError('BadCheckpoint', ...runErrors.checkpoint.unusable(what));
}

/** Matrices must lie inside the arrays and apart from each other. */
function checkLayout(layout: readonly CheckpointLayout[], rank: number, length: number): void {
  const said = runErrors.checkpoint;
  const ranges = layout
    .flatMap(({ module, offsetA, offsetB, inFeatures, outFeatures }) => [
      { name: `${module}.lora_A`, from: offsetA, to: offsetA + rank * inFeatures },
      { name: `${module}.lora_B`, from: offsetB, to: offsetB + outFeatures * rank },
    ])
    .sort((a, b) => a.from - b.from);
  if (new Set(ranges.map(({ name }) => name)).size !== ranges.length) refuse(said.listedTwice);
  let end = 0;
  for (const { name, from, to } of ranges) {
    if (from < end) refuse(said.overlaps(name));
    if (to > length) refuse(said.pastEnd(name, to, length));
    end = to;
  }
}

/** The checkpoint as a safetensors file. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { adapters, m, v: second, ema, reference, source, ...head } = checkpoint;
  const tensor = (data: Float32Array) => ({ dtype: 'F32' as const, shape: [data.length], data });
  const tensors: Record<string, ReturnType<typeof tensor>> = {
    [TENSORS.adapters]: tensor(adapters),
    [TENSORS.m]: tensor(m),
    [TENSORS.v]: tensor(second),
  };
  if (ema) tensors[EMA] = tensor(ema);
  if (reference) tensors[REFERENCE] = tensor(reference);
  for (const [name, data] of Object.entries(source))
    tensors[`${SOURCE_PREFIX}${name}`] = tensor(data);
  return writeSafetensors(tensors, {
    format: 'plumbline checkpoint',
    [METADATA_KEY]: JSON.stringify(head),
  });
}

/**
 * Reads a checkpoint file. Errors: StudioError BadCheckpoint saying what does not hold together.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const said = runErrors.checkpoint;
  const file = (() => {
    try {
      return parseSafetensors(bytes);
    } catch (error) {
      return refuse(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
    }
  })();
  const json = file.metadata[METADATA_KEY] ?? refuse(said.none);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    refuse(said.notJson);
  }
  const parsed = v.safeParse(headSchema, nestRun(value));
  if (!parsed.success)
    refuse(
      said.wrong(v.getDotPath(parsed.issues[0]) ?? said.description, issueSays(parsed.issues[0])),
    );
  const head = parsed.output;

  const flat = (name: string): Float32Array => {
    const view = file.tensors.get(name) ?? refuse(said.noTensor(name));
    if (view.dtype !== 'F32' || view.shape.length !== 1)
      refuse(said.notFlat(name, view.dtype, String(view.shape)));
    const data = toFloat32(view);
    const bad = data.findIndex((number) => !Number.isFinite(number));
    if (bad >= 0) refuse(said.number(name, bad, data[bad]!));
    return data;
  };
  const [first, m, second] = Object.values(TENSORS).map(flat) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const optional = (name: string): Float32Array | null =>
    file.tensors.has(name) ? flat(name) : null;
  const [ema, reference] = [optional(EMA), optional(REFERENCE)];
  const source: Record<string, Float32Array> = {};
  for (const name of file.tensors.keys())
    if (name.startsWith(SOURCE_PREFIX)) source[name.slice(SOURCE_PREFIX.length)] = flat(name);
  const known = 3 + (ema ? 1 : 0) + (reference ? 1 : 0) + Object.keys(source).length;
  if (file.tensors.size !== known) refuse(said.tensorCount(file.tensors.size, known));
  if (m.length !== second.length || (m.length !== 0 && m.length !== first.length))
    refuse(said.momentLengths(first.length, m.length, second.length));
  if (ema && ema.length !== first.length) refuse(said.averageLength(ema.length, first.length));
  if (reference && reference.length !== first.length)
    refuse(said.referenceLength(reference.length, first.length));
  const averages = head.settings.optimizer.emaDecay > 0;
  if (averages !== (ema !== null)) refuse(averages ? said.noAverage : said.unwantedAverage);
  const negative = second.findIndex((number) => number < 0);
  if (negative >= 0) refuse(said.negativeMoment(negative, second[negative]!));
  checkLayout(head.layout, head.rank, first.length);
  if (head.rank !== head.settings.adapter.rank)
    refuse(said.rank(head.rank, head.settings.adapter.rank));
  const { seed, nextStep } = head.randomCounters;
  if (seed !== head.settings.training.seed || nextStep !== head.step)
    refuse(said.counters(seed, nextStep, head.settings.training.seed, head.step));
  return {
    ...head,
    adapters: first,
    m,
    v: second,
    ema,
    reference,
    source,
    changes: head.changes as SettingsChange[],
  };
}
