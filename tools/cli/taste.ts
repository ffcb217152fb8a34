// `npm run taste`: does a taste that was fitted to a few ratings carry what the rater likes into
// the model? Samples images from a base, has some rated by a hidden rule, fits a taste to the
// ratings on the bundled CLIP's features, scores all images by it, trains TGO on them and
// measures the rule on held-out prompts. The code of the page's Rate and Make a set, and of `npm
// run align`.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetPlan } from '../../src/domain/setPlan';
import { intraclassCorrelation } from '../../src/statistics/intraclassCorrelation';
import { toCsv, toMarkdown } from '../../src/evaluate/table';
import { loadBaseModel } from '../../src/paradigms/baseModel';
import type { SamplingAdapters } from '../../src/paradigms/imagePipeline';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { DEFAULT_OBJECTIVE } from '../../src/objectives';
import { permutation, STREAMS } from '../../src/random/philox';
import {
  headReward,
  OFF_TARGET_REWARDS,
  scoreImages,
  type FeatureReward,
  type Reward,
} from '../../src/rewards';
import { fitTasteHead, writeTasteHead } from '../../src/rewards/tasteHead';
import { PUBLIC, resolveBase } from './align/data';
import { openBase } from './modelFolder';
import { pickExecutor } from './align/device';
import { countingBar } from './align/progressBar';
import { comparisonImage, sampleAndScore, type Drawn } from './align/draw';
import { describePrompts, seedTable } from './align/report';
import { runMain } from './align/runMain';
import { openBundledScorer } from './align/scorer';
import {
  alignedSideEffects,
  baseSideEffects,
  sideEffectsNote,
  sideEffectsTable,
  type SideEffects,
} from './align/sideEffects';
import { demoPrompts, setSamples } from './align/source';
import { besideOf, settingsFor, train } from './align/train';
import { parseTasteArguments, USAGE } from './taste/arguments';
import { sampledSet } from './taste/sampledSet';
import { SLIP_CHANCE, starsBy, type HiddenRule } from './taste/hiddenRule';
import { agreement, tasteReport, withinGroups, type Moved, type TasteFound } from './taste/report';

async function main(argv: readonly string[]): Promise<void> {
  const args = parseTasteArguments(argv);
  const { id, files, folder } = await openBase(
    await resolveBase(args.base),
    join(PUBLIC, 'models'),
  );
  const model = await loadBaseModel(id, files);
  const beside = await besideOf(folder);
  const settingsOf = (seed: number) =>
    settingsFor(
      { method: DEFAULT_OBJECTIVE.id, seed, steps: args.steps, set: args.set },
      beside,
      model.paradigm,
    );
  const {
    sampling: { guidanceScale, inferenceSteps },
  } = settingsOf(0);
  const prompts = await demoPrompts(id);
  const { executor, reason } = await pickExecutor(args.executor);
  console.error(`${executor.name}: ${executor.description} (${reason})`);
  const pipeline = openPipeline(executor, model);
  const scorer = await openBundledScorer(executor);
  const { signal } = new AbortController();

  // 1. Images, and what CLIP says of them.
  const plan: SetPlan = {
    name: 'taste',
    modelId: id,
    runId: null,
    checkpointStep: null,
    strength: 1,
    prompts: prompts.demo,
    negativePrompt: '',
    samplesPerPrompt: Math.ceil(args.pictures / prompts.demo.length),
    seed: args.seed,
    guidanceScale,
    inferenceSteps,
    rewardIds: [],
  };
  const images = await sampledSet(
    signal,
    pipeline,
    join(args.out, 'pictures'),
    plan,
    args.pictures,
  );
  const embeddings = (await scorer.features(signal, images, null)).map(
    ({ imageEmbedding }) => imageEmbedding,
  );
  const captions = images.map(({ prompt }) => prompt);
  const order = [
    ...permutation(args.seed, { stream: STREAMS.evaluation, step: 0, item: 0 }, images.length),
  ];
  const [rated, unseen] = [order.slice(0, args.ratings), order.slice(args.ratings)];

  /** The rule's person rates; a taste is fitted. */
  const fit = async (
    rule: HiddenRule,
  ): Promise<{ found: TasteFound; taste: FeatureReward; scores: readonly number[] }> => {
    const out = join(args.out, rule.id);
    await mkdir(out, { recursive: true });
    const truth = images.map((image) => rule.score(image, ''));
    const { stars, slipped } = starsBy(
      rated.map((i) => truth[i]!),
      args.seed,
    );
    const { head } = fitTasteHead(
      rated.map((i) => embeddings[i]!),
      stars,
      { name: rule.id, scale: 'stars', scorerHash: scorer.hash },
    );
    const file = writeTasteHead(head);
    await writeFile(join(out, 'taste.safetensors'), file);
    const taste = headReward(`taste of ${rule.id}`, rule.id, file);
    const scores = [...(await scoreImages(signal, scorer, [taste], images, captions))[0]!];
    const at = (values: readonly number[], places: readonly number[]): number[] =>
      places.map((i) => values[i]!);
    await writeFile(
      join(out, 'scores.csv'),
      toCsv({
        columns: ['file_name', 'text', 'score', 'rule', 'stars'],
        rows: images.map(({ file: name, prompt }, i) => [
          name,
          prompt,
          scores[i]!,
          truth[i]!,
          stars[rated.indexOf(i)] ?? null,
        ]),
      }),
    );
    const prompted = unseen.map((i) => captions[i]!);
    const found: TasteFound = {
      likes: rule.likes,
      formula: rule.formula,
      slipped,
      stars: agreement(at(truth, rated), stars),
      leaveOneOut: { count: head.count, pearson: head.pearson, spearman: head.spearman },
      unseen: agreement(at(truth, unseen), at(scores, unseen)),
      withinPrompts: agreement(
        withinGroups(at(truth, unseen), prompted),
        withinGroups(at(scores, unseen), prompted),
      ),
      betweenPrompts: intraclassCorrelation(scores, captions),
    };
    console.error(
      `${rule.id}: ${slipped} slips, leave-one-out r ${head.pearson.toFixed(3)}, unseen r ` +
        `${found.unseen.pearson.toFixed(3)} ρ ${found.unseen.spearman.toFixed(3)}`,
    );
    return { found, taste, scores };
  };

  /** Images of the report's prompts by the base or a LoRA. */
  const judged = prompts[args.prompts];
  const judge = (
    label: string,
    adapters: SamplingAdapters | null,
    rewards: readonly Reward[],
  ): Promise<Drawn> =>
    sampleAndScore(
      pipeline,
      judged,
      args.noises,
      { guidanceScale, inferenceSteps, adapters, rewards, scorer },
      countingBar(label),
    );

  const drawnFor = {
    baseHash: model.hash,
    guidanceScale,
    inferenceSteps,
    prompts: judged,
    promptList: args.prompts,
    seeds: seedTable(judged.length, args.noises),
  };
  // 2. Every rule's taste first: that is soon done. Then the base once for all, and the runs.
  const fitted = [];
  for (const rule of args.rules) fitted.push({ rule, ...(await fit(rule)) });
  const base = await judge('base', null, [
    ...fitted.flatMap(({ rule, taste }) => [rule, taste]),
    ...OFF_TARGET_REWARDS,
  ]);
  const parts: string[] = [];
  for (const { rule, found, taste, scores } of fitted) {
    const aligned: Drawn[] = [];
    const effects: SideEffects[] = [];
    const offTarget = OFF_TARGET_REWARDS.filter(({ id: other }) => other !== rule.id);
    for (let seed = 0; seed < args.runs; seed++) {
      const out = join(args.out, rule.id, `run-${seed}`);
      const { run, flat } = await train({
        out,
        name: `${id}-taste-${rule.id}-seed${seed}`,
        pipeline,
        settings: settingsOf(seed),
        samples: setSamples(
          images.map(({ pixels, prompt }, i) => ({
            fileName: String(i),
            pixels,
            caption: prompt,
            score: scores[i]!,
          })),
        ),
        scorer: null,
      });
      const adapters = { plan: run.plan, flat, strength: 1 };
      const drawn = await judge(`${rule.id}, run ${seed}`, adapters, [rule, taste, ...offTarget]);
      run.dispose();
      await writeFile(
        join(out, 'comparison.png'),
        comparisonImage(base, drawn, model.imageSize, args.noises, 16),
      );
      effects.push(await alignedSideEffects(pipeline, base, drawn, adapters));
      aligned.push(drawn);
    }
    const moved = [
      { id: rule.id, score: `rule: ${rule.label.toLowerCase()}` },
      { id: taste.id, score: 'taste' },
      ...offTarget.map(({ id: other, label }) => ({
        id: other,
        score: `not trained for: ${label.toLowerCase()}`,
      })),
    ].map(({ id: reward, score }): Moved => ({
      score,
      base: base.rewards[reward]!,
      aligned: aligned.map(({ rewards }) => rewards[reward]!),
    }));
    await writeFile(
      join(args.out, rule.id, 'rewards.json'),
      JSON.stringify({ found, moved, effects }),
    );
    parts.push(
      tasteReport(found, moved, describePrompts(drawnFor)),
      toMarkdown(
        sideEffectsTable([
          ['base', baseSideEffects(base)],
          ...effects.map((one, seed) => [`run ${seed}`, one] as const),
        ]),
        3,
      ),
      sideEffectsNote(base.featureKind, model.paradigm),
      '',
    );
  }
  const {
    schedule: { steps },
    training: { batchSize },
  } = settingsOf(0);
  const changed = Object.entries(args.set)
    .map(([key, value]) => `, ${key} ${value}`)
    .join('');
  const text = [
    `# Tastes on ${id}`,
    '',
    `${images.length} images of ${new Set(captions).size} prompts (seed ${args.seed}, ` +
      `guidance ${guidanceScale}, ${inferenceSteps} sampler steps), ${args.ratings} of them ` +
      `rated; a rating is a star off with a chance of ${SLIP_CHANCE}. TGO: ${steps} steps of ` +
      `${batchSize}, ${executor.name} (${executor.description})${changed}.`,
    '',
    ...parts,
  ].join('\n');
  await writeFile(join(args.out, 'report.md'), text);
  console.log(text);
}

await runMain(main, USAGE);
