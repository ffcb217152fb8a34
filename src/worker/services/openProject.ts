// Opens a project file as one opens anything from a stranger: its directory and every entry through
// the reader of zips, each set through the import, settings and checkpoints through their schemas,
// everything else through the ones below. Sets and runs get new ids, so nothing that is here is
// touched; what cannot be read is refused by name and nothing of that file is kept.

import * as v from 'valibot';
import type { DatasetSummary } from '../../domain/dataset';
import { StudioError } from '../../errors';
import { openZip } from '../../data/import/files/openZip';
import {
  blobFile,
  MAX_IMAGE_BYTES,
  MAX_TABLE_BYTES,
  memoryFile,
  readWhole,
  type SourceFile,
} from '../../data/import/files/sourceFile';
import type { ProbeImage } from '../../data/import/importSet';
import { kindOfFile } from '../../data/import/images/fileKind';
import { PARADIGM_IDS } from '../../paradigms/facts';
import { decodeCheckpoint } from '../../runs/checkpoint';
import { nestRun } from '../../settings/flatSettings';
import {
  liveSettingsSchema,
  parseRunSettings,
  withChange,
  type SettingsChange,
} from '../../settings/runSettings';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { deleteDataset, getDataset } from '../../storage/datasets';
import { listImages } from '../../storage/images';
import { appendMetrics } from '../../storage/metrics';
import { putPreview } from '../../storage/previews';
import { deleteRun, putRun } from '../../storage/runs';
import { workerErrors } from '../../strings/errors/worker';
import { issueSays } from '../../strings/issueSays';
import type { CommandContext } from './command';
import { importSources } from './importSources';
import { PROJECT_FILE, PROJECT_FORMAT } from './projectFile';

/** Bytes one set's zip or one checkpoint may have. */
const MAX_PART_BYTES = 2 * 2 ** 30;
const MAX_RUNS = 2000;

const text = v.pipe(v.string(), v.maxLength(5000));
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const folder = v.pipe(v.string(), v.regex(/^(sets|runs)\/\d{1,6}$/u));

const projectSchema = v.object({
  format: v.literal(PROJECT_FORMAT),
  version: v.literal(1),
  name: text,
  sets: v.pipe(v.array(v.object({ id: text, folder })), v.maxLength(MAX_RUNS)),
  runs: v.pipe(v.array(folder), v.maxLength(MAX_RUNS)),
});
const changesSchema = v.array(v.strictObject({ step: count, values: liveSettingsSchema }));
const imagesSchema = v.array(v.tuple([text, v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u))]));
const runSchema = v.object({
  id: text,
  name: text,
  createdAt: finite,
  paradigm: v.picklist(PARADIGM_IDS),
  datasetId: v.string(),
  modelId: text,
  modelHash: text,
  settings: v.record(v.string(), v.unknown()),
  changes: v.array(v.object({ step: count, values: v.record(v.string(), v.unknown()) })),
  step: count,
  executor: text,
  adapter: text,
  note: v.optional(text),
  tags: v.optional(v.pipe(v.array(text), v.maxLength(20))),
  sketch: v.optional(v.pipe(v.array(finite), v.maxLength(200))),
  opened: v.optional(
    v.object({
      fileName: text,
      names: v.picklist(['diffusers', 'kohya', 'PEFT']),
      layers: count,
      ranks: v.tuple([count, count]),
      dtype: text,
      textLayers: count,
      alphaKnown: v.boolean(),
    }),
  ),
  sweep: v.optional(v.object({ id: text, key: text })),
  promptsOfSet: v.optional(v.boolean()),
  trainedOn: v.optional(
    v.object({
      source: text,
      rewardId: v.nullable(text),
      scores: v.array(v.tuple([text, finite])),
    }),
  ),
});
// JSON has no NaN: null stands for it.
const number = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);
const metricsSchema = v.array(
  v.object({
    step: count,
    loss: number,
    gradientNorm: number,
    clipFactor: number,
    learningRate: number,
    tau: number,
    stepMs: number,
    values: v.record(text, number),
    logRatios: v.array(number),
    labels: v.array(number),
  }),
);
const previewsSchema = v.array(
  v.object({
    step: count,
    images: v.array(v.object({ prompt: text, seed: finite, score: number })),
  }),
);

const refuse = (what: string): never => {
  throw new StudioError('BadProject', ...workerErrors.project.unusable(what));
};

class ProjectFiles {
  private readonly byPath: ReadonlyMap<string, SourceFile>;
  constructor(files: readonly SourceFile[]) {
    this.byPath = new Map(files.map((file) => [file.path, file]));
  }
  async bytes(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.byPath.get(path) ?? refuse(workerErrors.project.missing(path));
    return readWhole(file, most);
  }
  async json<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>> {
    const said = workerErrors.project;
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(await this.bytes(path, MAX_TABLE_BYTES)));
    } catch (error) {
      if (error instanceof StudioError) throw error;
      return refuse(said.notJson(path));
    }
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    return refuse(said.wrong(path, v.getDotPath(issue!) ?? said.whole, issueSays(issue!)));
  }
  below(start: string): string[] {
    return [...this.byPath.keys()].filter((path) => path.startsWith(start));
  }
}

/** New ids of a set's images by their old ones, matched by bytes in order. */
async function imageIds(
  db: StudioDatabase,
  datasetId: string,
  old: readonly (readonly [id: string, sha256: string])[],
): Promise<Map<string, string>> {
  const byHash = new Map<string, string[]>();
  for (const { id, sha256 } of await listImages(db, datasetId))
    byHash.set(sha256, [...(byHash.get(sha256) ?? []), id]);
  return new Map(
    old.flatMap(([id, hash]) => {
      const found = byHash.get(hash)?.shift();
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
}

/** One run's files, stored under a new id. */
async function openRunFolder(
  db: StudioDatabase,
  files: ProjectFiles,
  at: string,
  sets: ReadonlyMap<string, string>,
  images: ReadonlyMap<string, string>,
): Promise<RunRecord> {
  const said = workerErrors.project;
  const read = await files.json(`${at}/run.json`, runSchema);
  const nested = nestRun(read) as typeof read;
  const id = crypto.randomUUID();
  const settings = parseRunSettings(nested.settings);
  const checked = v.safeParse(changesSchema, nested.changes);
  if (!checked.success) {
    const [issue] = checked.issues;
    refuse(said.wrongChanges(`${at}/run.json`, v.getDotPath(issue) ?? '', issueSays(issue)));
  }
  const changes = checked.output as SettingsChange[];
  for (const { values } of changes) parseRunSettings(withChange(settings, values));
  const { note, tags, sketch, sweep, trainedOn, ...facts } = read;
  const record: RunRecord = {
    ...facts,
    id,
    datasetId: sets.get(read.datasetId) ?? '',
    settings,
    changes,
    status: read.opened ? 'finished' : 'paused',
    reason: '',
    ...(note !== undefined && { note }),
    ...(tags && { tags }),
    ...(sketch && { sketch }),
    ...(sweep && { sweep }),
    ...(trainedOn && {
      trainedOn: {
        ...trainedOn,
        scores: trainedOn.scores.flatMap(([image, score]) => {
          const known = images.get(image);
          return known === undefined ? [] : [[known, score] as const];
        }),
      },
    }),
  };
  const metrics = await files.json(`${at}/metrics.json`, metricsSchema);
  const previews = await files.json(`${at}/previews.json`, previewsSchema);
  const store = createIdbCheckpointStore(db);
  // A page that is closed on the way leaves a run that counts as deleted: no list shows half of it,
  // and a later start removes it with its checkpoints.
  await putRun(db, { ...record, deletedAt: Date.now() });
  try {
    let last = 0;
    for (const path of files.below(`${at}/checkpoints/`)) {
      const checkpoint = decodeCheckpoint(await files.bytes(path, MAX_PART_BYTES));
      // A change of settings is checked with the checkpoint that carries it.
      last = Math.max(last, checkpoint.step);
      await store.save({ ...checkpoint, runId: id });
    }
    await appendMetrics(db, id, metrics);
    for (const { step, images: facts } of previews) {
      const stored = [];
      for (const [n, fact] of facts.entries()) {
        const path = `${at}/previews/${step}-${n}.png`;
        const png = await files.bytes(path, MAX_IMAGE_BYTES);
        if (kindOfFile(png).mime !== 'image/png') refuse(said.notPng(path));
        stored.push({ ...fact, png });
      }
      await putPreview(db, { runId: id, step, images: stored });
    }
    const finished = last > 0 && last >= record.settings.schedule.steps;
    const whole: RunRecord = { ...record, step: last, status: finished ? 'finished' : 'paused' };
    await putRun(db, whole);
    return whole;
  } catch (error) {
    await deleteRun(db, id);
    throw error;
  }
}

export interface OpenedProject {
  readonly datasets: readonly DatasetSummary[];
  readonly runs: readonly RunRecord[];
}

/**
 * Stores a project's sets and runs under new ids. Errors: BadProject or whatever a reader says;
 * nothing of the project is kept then.
 */
export async function openProject(
  db: StudioDatabase,
  file: Blob,
  context: CommandContext,
  decode?: ProbeImage,
): Promise<OpenedProject> {
  const files = new ProjectFiles(await openZip('project', blobFile('project.zip', file)));
  const project = await files.json(PROJECT_FILE, projectSchema);
  const sets = new Map<string, string>();
  const images = new Map<string, string>();
  const datasets: DatasetSummary[] = [];
  const runs: RunRecord[] = [];
  try {
    for (const { id, folder: at } of project.sets) {
      const zip = await files.bytes(`${at}/set.zip`, MAX_PART_BYTES);
      const old = await files.json(`${at}/images.json`, imagesSchema);
      const source = memoryFile('set.zip', zip);
      const { dataset } = await importSources(
        { db },
        {
          name: await nameOfSet(source, project.name),
          sources: [source],
          mapping: {},
          modelId: null,
          scoreSource: null,
          rewardId: null,
        },
        context,
        decode,
      );
      datasets.push((await getDataset(db, dataset.id)) ?? dataset);
      sets.set(id, dataset.id);
      for (const [before, now] of await imageIds(db, dataset.id, old)) images.set(before, now);
    }
    for (const at of project.runs) {
      context.signal.throwIfAborted();
      context.progress('project', runs.length, project.runs.length);
      runs.push(await openRunFolder(db, files, at, sets, images));
    }
    return { datasets, runs };
  } catch (error) {
    for (const { id } of runs) await deleteRun(db, id);
    for (const { id } of datasets) await deleteDataset(db, id);
    throw error;
  }
}

/** The name a set has in its own description; else the project's. */
async function nameOfSet(zip: SourceFile, otherwise: string): Promise<string> {
  const facts = (await openZip('set', zip)).find(({ path }) => path === 'plumbline.json');
  if (!facts) return otherwise;
  try {
    const parsed = v.safeParse(
      v.object({ name: text }),
      JSON.parse(new TextDecoder().decode(await readWhole(facts, MAX_TABLE_BYTES))),
    );
    return parsed.success ? parsed.output.name : otherwise;
  } catch {
    return otherwise;
  }
}
