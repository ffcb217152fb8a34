// `npm run lab -- lab.json`: methods × rewards × seeds under one budget, as the file declares them.
// All trials first, chosen on validation prompts; then the chosen ones with every seed on the test
// prompts. Stopped and started again it goes on; started twice, two cores share it.

import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { StudioError } from '../../src/errors';
import { objectiveOf } from '../../src/objectives';
import { loadBaseModel } from '../../src/paradigms/baseModel';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { pickExecutor } from './align/device';
import { PUBLIC, resolveBase } from './align/data';
import { runMain } from './align/runMain';
import { openBundledScorer } from './align/scorer';
import { besideOf } from './align/train';
import { makeBlindRows } from './lab/blindRows';
import { finalRuns } from './lab/choose';
import { Grounds } from './lab/ground';
import { labCurve, labRun, labSettings, stateOf, type Bench } from './lab/labRun';
import { readLabFile, type LabMethod, type PromptList } from './lab/labFile';
import { Claims, LabFolder, runKey, trialRuns, type LabRun } from './lab/labState';
import { makeSheet } from './lab/sheet';
import { writeLabReport } from './lab/writeReport';
import { modelFolder, openBase } from './modelFolder';

const USAGE = `npm run lab -- LAB.json [--report] [--reward NAME] [--method NAME,NAME]

  LAB.json          what is tried (tools/lab/paper.json)
  --report          write docs/lab.md and its images from what is there; nothing is trained
  --pictures        make the sheets of images for docs/ (trains again what the work folder lacks)
  --blind DIR       pairs of rows, base and chosen run at noises nobody has seen, in random order
                    for a judge who knows nothing of them; which row is which goes to --key FILE
  --key FILE        where the answers of --blind go (outside DIR)
  --reward NAME     only this reward of the file
  --method NAMES    only these methods of the file
  --no-test         trials on validation prompts only: the test prompts stay closed
  --state DIR       where the small files lie (tools/lab/NAME, committed)
  --work DIR        where adapters and the base's images lie (out/lab/NAME; made again if missing)
  --executor NAME   wgsl | tfjs-wasm | tfjs-cpu (as npm run align)`;

const log = (words: string): void =>
  console.error(`${new Date().toISOString().slice(11, 19)} ${words}`);

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: {
        report: { type: 'boolean', default: false },
        pictures: { type: 'boolean', default: false },
        blind: { type: 'string' },
        key: { type: 'string' },
        reward: { type: 'string' },
        method: { type: 'string' },
        'no-test': { type: 'boolean', default: false },
        state: { type: 'string' },
        work: { type: 'string' },
        executor: { type: 'string' },
      },
    });
  } catch (error) {
    throw new StudioError(
      'BadSettings',
      error instanceof Error ? error.message : String(error),
      `Usage:\n${USAGE}`,
    );
  }
}

/** One of a file's list by its name. Errors: BadSettings naming those there are. */
function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name);
  if (found) return found;
  throw new StudioError(
    'BadSettings',
    `The lab file has no “${name}”.`,
    `It has ${list.map((one) => one.name).join(', ')}.`,
  );
}

/** Methods that this build can train, the others said. */
function trainable(methods: readonly LabMethod[]): LabMethod[] {
  return methods.filter(({ name, method }) => {
    try {
      objectiveOf(method);
      return true;
    } catch (error) {
      log(`${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  });
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(argv);
  const [path] = positionals;
  if (path === undefined || positionals.length !== 1)
    throw new StudioError('BadSettings', 'One lab file is needed.', `Usage:\n${USAGE}`);
  const file = await readLabFile(path);
  const state = values.state ?? join('tools/lab', file.name);
  const folder = new LabFolder(state);
  const work = values.work ?? join('out/lab', file.name);
  const rewards = values.reward ? [named(file.rewards, values.reward)] : file.rewards;
  const methods = values.method
    ? values.method.split(',').map((name) => named(file.methods, name))
    : file.methods;

  if (values.report) {
    for (const written of await writeLabReport(file, state, path)) log(`written: ${written}`);
    return;
  }
  const base = await openBase(await resolveBase(file.base), join(PUBLIC, 'models'));
  const model = await loadBaseModel(base.id, modelFolder(base.folder));
  const { executor, reason } = await pickExecutor(values.executor ?? null);
  log(`${executor.name}: ${executor.description} (${reason})`);
  const pipeline = openPipeline(executor, model);
  const scorer = await openBundledScorer(executor);
  const lab = { ...file, methods: trainable(methods) };
  // The whole file says which rewards are measured and how many trials there are.
  const bench: Bench = {
    lab: file,
    pipeline,
    scorer,
    beside: await besideOf(base.folder),
    folder,
    work,
  };
  // A trial outside the bounds of its setting is said now, not when its turn comes.
  for (const reward of rewards) for (const run of trialRuns(lab, reward)) labSettings(bench, run);
  const grounds = new Grounds({ lab: file, pipeline, scorer, folder, work });
  const claims = new Claims(join(work, 'claims'));

  for (const reward of rewards) {
    const ground = await grounds.open(reward);
    if (values.blind !== undefined) {
      const key = values.key ?? `${values.blind}-key.json`;
      await makeBlindRows(bench, ground, values.blind, key, log);
      continue;
    }
    if (values.pictures) {
      log(`written: ${await makeSheet(bench, ground, state)}`);
      continue;
    }
    const doOne = async (run: LabRun, list: PromptList): Promise<void> => {
      if ((await stateOf(bench, ground, run))?.[list] !== undefined) return;
      if (!(await claims.take(runKey(run)))) return;
      const started = performance.now();
      const made = await labRun(bench, ground, run, list);
      await claims.leave(runKey(run));
      log(
        `${runKey(run)} ${list}: ${made.failed ?? 'measured'}, ` +
          `${((performance.now() - started) / 1000).toFixed(0)} s`,
      );
    };
    const lists: PromptList[] = values['no-test'] ? ['validation'] : ['validation', 'test'];
    for (const run of trialRuns(lab, reward)) await doOne(run, 'validation');
    for (const list of lists)
      if ((await folder.base(reward))?.[list] === undefined) await ground.baseDrawn(list);
    if (values['no-test']) continue;
    for (const [index] of file.seeds.entries())
      for (const method of lab.methods) {
        const run = (await finalRuns(file, folder, reward, method))[index];
        if (run) await doOne(run, 'test');
      }
    for (const method of lab.methods) {
      const [run] = await finalRuns(file, folder, reward, method);
      if (!run || !(await claims.take(runKey(run)))) continue;
      await labCurve(bench, ground, run);
      await claims.leave(runKey(run));
    }
  }
  log('all that can be done is done');
}

await runMain(main, USAGE);
