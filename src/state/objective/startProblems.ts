// Why a run with the settings on screen cannot start, before it is tried: of a set by the function
// the trainer draws with, online by what is missing; each with the one change that mends it, where
// there is one. Nothing is changed unasked.

import { groupsOf } from '../../data/batches/groupSampler';
import { setDrawer } from '../../data/batches/setDrawer';
import { TrainingThreshold } from '../../data/batches/batchThreshold';
import { groupOf } from '../../data/labels/promptThreshold';
import { thresholdSettings } from '../../data/labels/threshold';
import { comparedPlaces } from '../../data/pairs/trainingPairs';
import type { ScoredItem } from '../../domain/dataset';
import type { RewardInfo } from '../../domain/reward';
import { StudioError } from '../../errors';
import {
  DEFAULT_OBJECTIVE,
  joinsImages,
  learnsOffline,
  learnsOnline,
  objectiveOf,
  refuseUntrainable,
} from '../../objectives';
import { partsOf } from '../../settings/parts';
import { withChange, type RunSettings, type SettingsPatch } from '../../settings/runSettings';
import { strings } from '../../strings';
import { dataErrors } from '../../strings/errors/data';
import { runErrors } from '../../strings/errors/runs';
import { whole } from '../../strings/format';
import { chooseMode, isByPerson } from './onlineDraft';
import { chooseMethod, editSettings } from './settingsStore';

export interface StartProblem {
  readonly message: string;
  /** What to do, where no button does it; may be empty. */
  readonly remedy: string;
  /** A change of settings that mends it, as a button. */
  readonly fix: { readonly label: string; readonly act: () => void } | null;
}

const text = strings.online.problems;
const { fixes } = strings.methods;

/** Most images of a batch. */
const MOST = 64;

function problem(
  [message, remedy]: readonly [string, string],
  label?: string,
  act?: () => void,
): StartProblem {
  return { message, remedy, fix: label && act ? { label, act } : null };
}

/** What `check` refuses, and why; null where it refuses nothing. */
function refusal(check: () => unknown): readonly [string, string] | null {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof StudioError ? [error.message, error.remedy] : null;
  }
}

/** Changes that may let a method learn from images of these prompts, the smallest first. */
function candidates(
  { method, training: { batchSize }, pairing: { groupSize } }: RunSettings,
  groups: readonly string[],
): readonly (readonly [label: string, patch: SettingsPatch])[] {
  const largest = Math.max(2, ...groupsOf(groups).map(({ length }) => length));
  const multipleOf = (unit: number): SettingsPatch['training'] & { batchSize: number } => ({
    batchSize: Math.min(Math.ceil(batchSize / unit), Math.floor(MOST / unit)) * unit,
    microBatch: 0,
  });
  const even = multipleOf(objectiveOf(method).data === 'groups' ? groupSize : 2);
  const ofLargest = multipleOf(largest);
  return [
    [fixes.wholeBatch, { training: { microBatch: 0 } }],
    [fixes.batch(whole(even.batchSize)), { training: even }],
    [fixes.pairsFromScores, { pairing: { pairSource: 'scores' } }],
    [
      fixes.groups(whole(largest), whole(ofLargest.batchSize)),
      { pairing: { groupSize: largest }, training: ofLargest },
    ],
    [
      fixes.median,
      { threshold: { fixedThreshold: null, thresholdScope: 'global', percentile: 0.5 } },
    ],
  ];
}

/** Why the trainer would not draw from these images, with the first change after which it would. */
function problemsOfSet(settings: RunSettings, items: readonly ScoredItem[]): StartProblem[] {
  if (items.length === 0) return [];
  const places = comparedPlaces(items);
  const scores = items.map(({ score }) => score);
  const groups = items.map(groupOf);
  const samples = items.map((_, i) => ({
    score: scores[i]!,
    group: groups[i]!,
    preferredOver: places[i]!,
  }));
  const refused = (tried: RunSettings): ReturnType<typeof refusal> =>
    refusal(() =>
      setDrawer(samples, new TrainingThreshold(scores, thresholdSettings(tried), groups), tried),
    );
  const said = refused(settings);
  if (said === null) return [];
  const [label, patch] =
    candidates(settings, groups).find((one) => refused(withChange(settings, one[1])) === null) ??
    [];
  return [problem(said, label, patch && (() => editSettings(patch)))];
}

function onlineProblems(
  { method, source: { onlinePrompts, onlineReward, bankSize }, training }: RunSettings,
  rewards: readonly RewardInfo[] | null,
): StartProblem[] {
  const objective = objectiveOf(method);
  const least = 2 * training.batchSize;
  const found: StartProblem[] = [];
  if (!learnsOnline(objective))
    found.push(
      problem(runErrors.notOnline(objective.label), fixes.offline, () => chooseMode('offline')),
    );
  if (onlinePrompts.length === 0) found.push(problem([text.noPrompts, '']));
  if (onlineReward === null) found.push(problem([text.noReward, '']));
  else if (rewards?.some(({ id }) => id === onlineReward) === false && !isByPerson(onlineReward))
    found.push(problem([text.goneReward, '']));
  if (bankSize < least)
    found.push(
      problem([text.smallBank(whole(bankSize), whole(least)), ''], fixes.bank(whole(least)), () =>
        editSettings({ source: { bankSize: least } }),
      ),
    );
  return found;
}

/**
 * Why a run with these settings cannot start on these images (none: no set is open) yet; empty when
 * it can. `rewards`: what scores images, null while it is not known.
 */
export function startProblems(
  settings: RunSettings,
  items: readonly ScoredItem[],
  rewards: readonly RewardInfo[] | null,
): readonly StartProblem[] {
  const { method, paradigm } = settings;
  const objective = objectiveOf(method);
  const undefinedThere = refusal(() => refuseUntrainable(method, paradigm));
  const { id, label } = DEFAULT_OBJECTIVE;
  if (undefinedThere !== null)
    return [problem(undefinedThere, fixes.method(label), () => chooseMethod(id))];
  const online = settings.source.mode === 'online';
  if (!online && !learnsOffline(objective))
    return [
      problem(dataErrors.batches.noTrajectories(objective.label), fixes.online, () =>
        chooseMode('online'),
      ),
    ];
  const found = online ? onlineProblems(settings, rewards) : problemsOfSet(settings, items);
  const parts = refusal(() => partsOf(settings.training));
  if (parts !== null && found.length === 0)
    found.push(
      problem(parts, fixes.wholeBatch, () => editSettings({ training: { microBatch: 0 } })),
    );
  if (settings.training.aspectBuckets === 'on' && (online || joinsImages(objective)))
    found.push(
      problem(
        online ? runErrors.bucketsOnline() : runErrors.bucketsOfMethod(objective.label),
        fixes.noBuckets,
        () => editSettings({ training: { aspectBuckets: 'off' } }),
      ),
    );
  return found;
}
