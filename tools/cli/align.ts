// `npm run align`: the studio's journey without a browser. Reads a scored set, trains a LoRA with
// exact resume, writes the LoRA
// files, metrics, settings and a report on held-out prompts. With --online it draws and scores
// images of the set's prompts instead. The same training run, kernels and formats as the page.

import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../src/errors';
import { loadBaseModel } from '../../src/paradigms/baseModel';
import type { BaseModel } from '../../src/paradigms/imagePipeline';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { OFF_TARGET_REWARDS } from '../../src/rewards';
import { mergedModel } from '../../src/runs/mergedModel';
import {
  parseRunSettings,
  type RunSettings,
  type SettingsPatch,
} from '../../src/settings/runSettings';
import { parseAlignArguments, USAGE, type AlignArguments } from './align/arguments';
import { costOf, describeCost } from './align/cost';
import { loadProxySet, PUBLIC, resolveBase } from './align/data';
import { openBase } from './modelFolder';
import { pickExecutor } from './align/device';
import { countingBar } from './align/progressBar';
import { comparisonImage, sampleAndScore } from './align/draw';
import { seedTable, writeReport } from './align/report';
import { runMain } from './align/runMain';
import { openBundledScorer, openOwnScorer, openReward, scorerFor } from './align/scorer';
import { alignedSideEffects, baseSideEffects, sideEffectsNote } from './align/sideEffects';
import { describeLearned, digestOf, rewardScorer, setSamples, splitPrompts } from './align/source';
import {
  besideOf,
  json,
  settingsFor,
  startingFrom,
  train,
  trainedElsewhere,
  type Beside,
} from './align/train';

/** Settings: the model's for this method, then a file, then the command line. */
async function settingsOf(
  args: AlignArguments,
  beside: Beside,
  model: BaseModel,
  online: SettingsPatch,
): Promise<RunSettings> {
  const file = args.settings ? parseRunSettings(await json(args.settings)) : {};
  const proxy =
    args.proxy === null
      ? {}
      : { threshold: { thresholdScope: 'proxy', proxySet: await loadProxySet(args.proxy) } };
  const start = args.start === null ? {} : await startingFrom(args.start, model);
  return settingsFor(args, beside, model.paradigm, [file, proxy, online, start]);
}

async function main(argv: readonly string[]): Promise<void> {
  const given = parseAlignArguments(argv);
  const named = await openBase(await resolveBase(given.base), join(PUBLIC, 'models'));
  const args = { ...given, base: named.id };
  const model = await loadBaseModel(named.id, named.files);
  const beside = await besideOf(named.folder);
  const { executor, reason } = await pickExecutor(args.executor);
  console.error(`${executor.name}: ${executor.description} (${reason})`);
  const own = args.scorer === null ? null : await openOwnScorer(executor, args.scorer);
  const wanted = args.reward ?? (args.data === 'demo' ? (beside.rewardId ?? null) : null);
  const reward = wanted === null ? null : await openReward(wanted, own);
  const rewardId = reward?.id ?? null;
  if (args.online && rewardId === null)
    throw new StudioError(
      'BadSettings',
      'Nothing scores the images of this online run.',
      'Name a reward with --reward.',
    );
  const split = await splitPrompts(args, model.imageSize);
  const prompts = split.heldOut;
  const settings = await settingsOf(
    args,
    beside,
    model,
    args.online
      ? {
          source: {
            mode: 'online',
            onlinePrompts: [...split.prompts],
            onlineReward: rewardId,
          },
          schedule: { referenceUpdate: 'epoch' },
        }
      : {},
  );
  const pipeline = openPipeline(executor, model);
  // Prompt alignment stands in every report, so the scorer is wanted for one too.
  const scorer =
    reward !== null && (reward.needs === 'clip' || (args.report && prompts.length > 0))
      ? await openBundledScorer(executor)
      : null;
  const scorerOf = scorerFor(scorer, own);

  // 1. Training, from the newest checkpoint if there is one.
  const trained =
    args.lora === null
      ? await train({
          out: args.out,
          name: `${args.base}-${args.method}${args.online ? '-online' : ''}-seed${args.seed}`,
          pipeline,
          settings,
          samples: args.online ? null : setSamples(split.images, () => openBundledScorer(executor)),
          scorer: args.online && reward ? rewardScorer(reward, scorerOf) : null,
        })
      : await trainedElsewhere(args.out, args.lora, model, settings);
  const { metrics, learned, adapters } = trained;
  if (args.merged)
    await writeFile(
      join(args.out, 'merged.safetensors'),
      mergedModel(model, { ...adapters, strength: 1 }, basename(args.out)).pieces(),
    );

  // 2. The report.
  if (!args.report) return;
  if (rewardId === null || reward === null || prompts.length === 0) {
    console.error(
      rewardId === null
        ? 'no report: these scores have no formula that could score new images (name one with ' +
            '--reward)'
        : 'no report: fewer than 10 prompts, none could be held out (name some with --prompts)',
    );
    return;
  }
  const {
    sampling: { guidanceScale, inferenceSteps },
  } = settings;
  const offTarget = OFF_TARGET_REWARDS.filter(({ id }) => id !== rewardId);
  const options = {
    guidanceScale,
    inferenceSteps,
    rewards: [reward, ...offTarget],
    scorer,
    scorerOf,
  };
  const started = performance.now();
  const aligned = await sampleAndScore(
    pipeline,
    prompts,
    args.noises,
    { ...options, adapters },
    countingBar('aligned'),
  );
  const cost = costOf(
    settings.source,
    metrics,
    learned.imageCount,
    (performance.now() - started) / 1000 / aligned.count,
  );
  await writeFile(join(args.out, 'cost.json'), JSON.stringify(cost));
  const base = await sampleAndScore(
    pipeline,
    prompts,
    args.noises,
    { ...options, adapters: null },
    countingBar('base'),
  );
  await writeFile(
    join(args.out, 'comparison.png'),
    comparisonImage(base, aligned, model.imageSize, args.noises, 16),
  );
  const text = await writeReport(
    args.out,
    {
      title:
        args.lora !== null
          ? `${basename(args.lora)} on ${args.base}`
          : `${args.method.toUpperCase()}${args.online ? ' online' : ''} on ${args.base}, ` +
            `seed ${args.seed}`,
      lines:
        args.lora === null
          ? [
              `${describeLearned(learned, settings)}, ${trained.step} steps of ` +
                `${settings.training.batchSize}, ${executor.name} (${executor.description}), ` +
                `${trained.secondsAStep.toFixed(2)} s per ` +
                `step${args.online ? ' with its drawing' : ''}.`,
              '',
              `Budget: ${describeCost(cost)}.`,
            ]
          : [`Trained elsewhere; measured on ${executor.name} (${executor.description}).`],
      labels: Object.fromEntries(options.rewards.map(({ id, label }) => [id, label])),
      note: sideEffectsNote(aligned.featureKind, model.paradigm),
      image: true,
    },
    {
      drawnFor: {
        baseHash: model.hash,
        guidanceScale,
        inferenceSteps,
        prompts,
        promptList: split.promptList,
        seeds: seedTable(prompts.length, args.noises),
      },
      reward: rewardId,
      offTarget: offTarget.map(({ id }) => id),
      base: base.rewards,
      aligned: aligned.rewards,
      sideEffects: {
        base: baseSideEffects(base),
        aligned: await alignedSideEffects(pipeline, base, aligned, adapters),
      },
      trainedOn: args.online ? 'online' : await digestOf(split.images),
      ...(args.lora !== null && { lora: basename(args.lora) }),
    },
  );
  console.log(text);
}

await runMain(main, USAGE);
