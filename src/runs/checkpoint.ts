// A run at one step, with all that a resume needs to go on bit for bit: adapters and moments as
// they lie on the device, how they are laid out, settings with their changes, the base it belongs
// to and the random counters. The file is safetensors: tensors `policy`, `adam.m`, `adam.v`
// [length], `ema` where the run averages its adapters, `reference` where an epoch updated it,
// `source.*` of an online run (its memory bank and the pictures in use), and one JSON text in the
// metadata. Reading trusts nothing: a file that does not hold together is refused, saying where.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { parseSafetensors, toFloat32, writeSafetensors } from '../formats/safetensors';
import { nestRun } from '../settings/flatSettings';
import {
  liveSettingsSchema,
  runSettingsSchema,
  type RunSettings,
  type SettingsChange,
} from '../settings/runSettings';
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
  throw new StudioError(
    'BadCheckpoint',
    `The checkpoint cannot be used: ${what}.`,
    'Load an earlier checkpoint of the run, or start the run again.',
  );
}

/** Matrices must lie inside the arrays and apart from each other. */
function checkLayout(layout: readonly CheckpointLayout[], rank: number, length: number): void {
  const ranges = layout
    .flatMap(({ module, offsetA, offsetB, inFeatures, outFeatures }) => [
      { name: `${module}.lora_A`, from: offsetA, to: offsetA + rank * inFeatures },
      { name: `${module}.lora_B`, from: offsetB, to: offsetB + outFeatures * rank },
    ])
    .sort((a, b) => a.from - b.from);
  if (new Set(ranges.map(({ name }) => name)).size !== ranges.length)
    refuse('a module is listed twice');
  let end = 0;
  for (const { name, from, to } of ranges) {
    if (from < end) refuse(`${name} overlaps the matrix before it`);
    if (to > length) refuse(`${name} ends at ${to}, past the ${length} numbers stored`);
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
  const file = (() => {
    try {
      return parseSafetensors(bytes);
    } catch (error) {
      return refuse(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
    }
  })();
  const json = file.metadata[METADATA_KEY] ?? refuse('the file holds no checkpoint');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    refuse('its description is not JSON');
  }
  const parsed = v.safeParse(headSchema, nestRun(value));
  if (!parsed.success)
    refuse(
      `“${v.getDotPath(parsed.issues[0]) ?? 'description'}” is wrong: ${parsed.issues[0].message}`,
    );
  const head = parsed.output;

  const flat = (name: string): Float32Array => {
    const view = file.tensors.get(name) ?? refuse(`the tensor ${name} is missing`);
    if (view.dtype !== 'F32' || view.shape.length !== 1)
      refuse(`the tensor ${name} is ${view.dtype} [${view.shape}], a flat F32 was wanted`);
    const data = toFloat32(view);
    const bad = data.findIndex((number) => !Number.isFinite(number));
    if (bad >= 0) refuse(`${name}[${bad}] is ${data[bad]}`);
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
  if (file.tensors.size !== known)
    refuse(`it holds ${file.tensors.size} tensors, ${known} were wanted`);
  if (m.length !== second.length || (m.length !== 0 && m.length !== first.length))
    refuse(`adapters and moments hold ${first.length}, ${m.length} and ${second.length} numbers`);
  for (const [name, data] of Object.entries({ average: ema, reference }))
    if (data && data.length !== first.length)
      refuse(`the ${name} holds ${data.length} numbers, the adapters ${first.length}`);
  const averages = head.settings.optimizer.emaDecay > 0;
  if (averages !== (ema !== null))
    refuse(
      averages
        ? 'the average of the adapters is missing'
        : 'it holds an average of the adapters, which its settings do not keep',
    );
  const negative = second.findIndex((number) => number < 0);
  if (negative >= 0)
    refuse(`the second moment adam.v[${negative}] is negative (${second[negative]})`);
  checkLayout(head.layout, head.rank, first.length);
  if (head.rank !== head.settings.adapter.rank)
    refuse(`its rank is ${head.rank}, its settings say ${head.settings.adapter.rank}`);
  if (
    head.randomCounters.seed !== head.settings.training.seed ||
    head.randomCounters.nextStep !== head.step
  ) {
    refuse(
      `its random counters (seed ${head.randomCounters.seed}, step ` +
        `${head.randomCounters.nextStep}) do not belong to seed ` +
        `${head.settings.training.seed}, step ` +
        `${head.step}`,
    );
  }
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
