// `npm run align`: the studio's journey without a browser. Reads a scored set, trains a LoRA with exact resume, writes the LoRA
// files, metrics, settings and a report on held-out prompts. The same training run, kernels and formats as the page.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../src/errors';
import { groupOf } from '../src/dataset/promptThreshold';
import { resolveThreshold } from '../src/dataset/threshold';
import { loadBaseModel } from '../src/pipeline/baseModel';
import { openPipeline } from '../src/pipeline/openPipeline';
import { permutation, STREAMS } from '../src/random/philox';
import { defaultRunSettings, parseRunSettings, type RunSettings } from '../src/settings/runSettings';
import { createFileCheckpointStore } from '../src/storage/checkpointsFile';
import { exportLora } from '../src/train/exportLora';
import { metricsCsv } from '../src/train/metricsCsv';
import { OfflineSamples } from '../src/train/offlineSamples';
import { trainLoop } from '../src/train/trainLoop';
import { TrainRun } from '../src/train/trainRun';
import type { StepMetrics } from '../src/bridge/protocol';
import { parseAlignArguments, USAGE, type AlignArguments } from './align/arguments';
import { loadProxySet, loadSet, modelFolder, PUBLIC, type LoadedImage } from './align/data';
import { pickExecutor } from './align/device';
import { progressBar } from './align/progressBar';
import { comparisonPicture, drawAndScore, writeReport, type Drawn, type RewardTable } from './align/report';
import { openBundledScorer, openReward } from './align/scorer';

interface Beside { defaults?: Record<string, unknown>; methodDefaults?: Record<string, Record<string, unknown>>; rewardId?: string | null; name?: string }
interface DemoPrompts { validation: string[]; test: string[] }

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

/** Settings: the list's defaults, then the model's, then the model's for this method, a file, and the command line. */
async function settingsOf(args: AlignArguments, beside: Beside): Promise<RunSettings> {
  const file = args.settings ? parseRunSettings(await json(args.settings)) : {};
  const proxy = args.proxy === null ? {} : { thresholdScope: 'proxy', proxySet: await loadProxySet(args.proxy) };
  return parseRunSettings({
    ...defaultRunSettings(), ...beside.defaults, ...beside.methodDefaults?.[args.method], ...file, ...proxy, ...args.set,
    method: args.method, seed: args.seed, previewEvery: 0, ...(args.steps === null ? {} : { steps: args.steps }),
  });
}

/** Which prompts the report uses, and the images left to train on. */
async function splitPrompts(args: AlignArguments, images: LoadedImage[]): Promise<{ prompts: string[]; train: LoadedImage[] }> {
  if (args.prompts !== null && args.prompts !== 'test' && args.prompts !== 'validation') return { prompts: await json<string[]>(args.prompts), train: images };
  if (args.data === 'demo') return { prompts: (await json<DemoPrompts>(join(PUBLIC, 'demo', args.base, 'prompts.json')))[args.prompts ?? 'test'], train: images };
  const all = [...new Set(images.map((image) => image.caption))];
  const count = all.length >= 10 ? Math.ceil(all.length / 10) : 0;
  const held = new Set([...permutation(0, { stream: STREAMS.evaluation, step: 0, item: 0 }, all.length)].slice(0, count).map((i) => all[i]!));
  return { prompts: [...held], train: images.filter((image) => !held.has(image.caption)) };
}

async function main(argv: readonly string[]): Promise<void> {
  const args = parseAlignArguments(argv);
  const folder = join(PUBLIC, 'models', args.base);
  const model = await loadBaseModel(args.base, modelFolder(folder));
  const beside = await json<Beside>(join(folder, 'plumbline.json'));
  const settings = await settingsOf(args, beside);
  const { executor, reason } = await pickExecutor(args.executor);
  console.error(`${executor.name}: ${executor.description} (${reason})`);
  const pipeline = openPipeline(executor, model);

  // 1. The set: images to latents, prompts to embeddings.
  const set = await loadSet(args.data === 'demo' ? join(PUBLIC, 'demo', args.base, 'demo.zip') : args.data, model.imageSize);
  const { prompts, train } = await splitPrompts(args, set);
  const signal = new AbortController().signal;
  const encoding = progressBar('encoding', train.length);
  const moments = await pipeline.encodeImages(signal, train.map((image) => image.pixels), (done) => encoding(done));
  const embeddings = await pipeline.encodePrompts(signal, ['', ...train.map((image) => image.caption)]);
  const samples = train.map((image, i) => ({ encoded: moments[i]!, text: embeddings.get(image.caption)!, score: image.score, group: groupOf(image) }));

  // 2. Training, from the newest checkpoint if there is one.
  await mkdir(args.out, { recursive: true });
  const store = createFileCheckpointStore(join(args.out, 'checkpoints'));
  const checkpoint = await store.load('run');
  if (checkpoint) {
    const differing = Object.keys(settings).filter((key) => key !== 'steps' && JSON.stringify(checkpoint.settings[key as keyof RunSettings]) !== JSON.stringify(settings[key as keyof RunSettings]));
    if (differing.length > 0) throw new StudioError('BadCheckpoint', `${args.out} holds a run with other settings (${differing.join(', ')}).`, 'Give another --out, or the settings of that run.');
    console.error(`resuming at step ${checkpoint.step}`);
  }
  const run = await TrainRun.load({ executor, model, settings, changes: [], source: new OfflineSamples(samples), empty: embeddings.get('')!, checkpoint });
  const metricsFile = join(args.out, 'metrics.json');
  const metrics = checkpoint ? (await json<StepMetrics[]>(metricsFile)).filter((one) => one.step < run.step) : [];
  const bar = progressBar(settings.method, settings.steps);
  const started = performance.now();
  const first = run.step;
  await trainLoop('run', run, {
    signal,
    shouldContinue: () => true,
    onStep(step) {
      metrics.push(step);
      bar(step.step + 1, `loss ${step.loss.toFixed(4)}`);
    },
    async onCheckpoint(made) {
      await store.save(made);
      await writeFile(metricsFile, JSON.stringify(metrics));
    },
    onPreview: async () => undefined,
  });
  const seconds = (performance.now() - started) / 1000;

  // 3. What others read: LoRA files, metrics, settings.
  const flat = await run.adapters();
  const threshold = resolveThreshold(train.map((image) => image.score), settings, train.map(groupOf));
  const facts = {
    name: `${args.base}-${args.method}-seed${args.seed}`, modelName: args.base, modelHash: model.hash, predictionType: model.paradigm === 'diffusion' ? model.scheduler.prediction_type : null, imageSize: model.imageSize,
    settings, changes: [], step: run.step, tau: threshold.rawTau, positiveCount: threshold.positiveCount, negativeCount: threshold.negativeCount, imageCount: train.length, executor: executor.name,
  };
  await writeFile(join(args.out, 'pytorch_lora_weights.safetensors'), await exportLora(run.plan, flat, 'diffusers', facts));
  await writeFile(join(args.out, 'kohya_lora.safetensors'), await exportLora(run.plan, flat, 'kohya', facts));
  await writeFile(join(args.out, 'metrics.csv'), metricsCsv(metrics, settings, []));
  await writeFile(join(args.out, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);

  // 4. The report.
  const rewardId = args.reward ?? (args.data === 'demo' ? beside.rewardId ?? null : null);
  if (!args.report) return;
  if (rewardId === null || prompts.length === 0) {
    console.error(rewardId === null ? 'no report: these scores have no formula that could score new images (name one with --reward)' : 'no report: fewer than 10 prompts, none could be held out (name some with --prompts)');
    return;
  }
  const reward = await openReward(rewardId);
  const scorer = reward.needs === 'clip' ? await openBundledScorer(executor) : null;
  const sampler = { guidanceScale: settings.guidanceScale, inferenceSteps: settings.inferenceSteps };
  const total = prompts.length * args.noises;
  const table = (rewards: number[][]): RewardTable => ({ reward: rewardId, baseHash: model.hash, ...sampler, prompts, rewards });
  const aligned = await drawAndScore(pipeline, prompts, args.noises, { ...sampler, adapters: { plan: run.plan, flat, strength: 1 }, reward, scorer }, progressBar('aligned', total));
  let baseTable: RewardTable | null = null;
  let base: Drawn | null = null;
  if (args.baseRewards) {
    baseTable = (await json<{ base: RewardTable }>(args.baseRewards)).base;
    const wanted = table([]);
    for (const key of ['reward', 'baseHash', 'guidanceScale', 'inferenceSteps'] as const) {
      if (baseTable[key] !== wanted[key]) throw new StudioError('BadSettings', `${args.baseRewards} was drawn with ${key} ${baseTable[key]}, this run has ${wanted[key]}.`, 'Leave --base-rewards out.');
    }
    if (JSON.stringify(baseTable.prompts) !== JSON.stringify(prompts) || baseTable.rewards[0]!.length !== args.noises) throw new StudioError('BadSettings', `${args.baseRewards} was drawn for other prompts or noises.`, 'Leave --base-rewards out.');
  } else {
    base = await drawAndScore(pipeline, prompts, args.noises, { ...sampler, adapters: null, reward, scorer }, progressBar('base', total));
    await writeFile(join(args.out, 'comparison.png'), comparisonPicture(base, aligned, model.imageSize, args.noises, 16));
    baseTable = table(base.rewards);
  }
  const text = await writeReport(args.out, {
    title: `${args.method.toUpperCase()} on ${args.base}, seed ${args.seed}`, reward: `${reward.label} (${rewardId})`,
    lines: [`${train.length} images, τ (${threshold.origin}) = ${threshold.rawTau.toFixed(4)} (${threshold.positiveCount} at or above, ${threshold.negativeCount} below), ${run.step} steps of ${settings.batchSize}, ${executor.name} (${executor.description}), ${(seconds / Math.max(1, run.step - first)).toFixed(2)} s a step.`],
  }, baseTable, table(aligned.rewards), { base, aligned });
  console.log(text);
}

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  if (error instanceof StudioError) console.error(`${error.message}\n${error.remedy}`);
  else console.error(error);
  if (process.argv.length <= 2) console.error(USAGE);
  process.exit(1);
}
