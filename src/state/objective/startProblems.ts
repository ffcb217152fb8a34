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
  trainsIn,
} from '../../objectives';
import { withChange, type RunSettings, type SettingsPatch } from '../../settings/runSettings';
import { strings } from '../../strings';
import { dataErrors } from '../../strings/errors/data';
import { runErrors } from '../../strings/errors/runs';
import { whole } from '../../strings/format';
import { chooseMode, isByPerson } from './onlineDraft';
import { chooseMethod, editSettings } from './settingsStore';

/** A change of settings that mends a problem, as a button. */
interface Fix {
  readonly label: string;
  readonly act: () => void;
}

export interface StartProblem {
  readonly message: string;
  /** What to do, where no button does it; may be empty. */
  readonly remedy: string;
  readonly fix: Fix | null;
}

const text = strings.online.problems;
const { fixes } = strings.methods;

/** Most images of a batch. */
const MOST = 64;

/** The StudioError that `check` throws; null where it throws none. */
function errorOf(check: () => unknown): StudioError | null {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof StudioError ? error : null;
  }
}

/** Changes that may let a method learn from a set. */
function candidates(
  { method, training: { batchSize }, pairing: { groupSize } }: RunSettings,
  groups: readonly string[],
): readonly { readonly label: string; readonly patch: SettingsPatch }[] {
  const { data } = objectiveOf(method);
  const largest = Math.max(0, ...groupsOf(groups).map(({ length }) => length));
  const multiple = (unit: number): number =>
    Math.min(Math.ceil(batchSize / unit), Math.floor(MOST / unit)) * unit;
  const batch = multiple(data === 'groups' ? groupSize : 2);
  const smaller = multiple(Math.max(2, largest));
  return [
    { label: fixes.wholeBatch, patch: { training: { microBatch: 0 } } },
    {
      label: fixes.batch(whole(batch)),
      patch: { training: { batchSize: batch, microBatch: 0 } },
    },
    { label: fixes.pairsFromScores, patch: { pairing: { pairSource: 'scores' } } },
    ...(largest >= 2 && largest < groupSize
      ? [
          {
            label: fixes.groups(whole(largest), whole(smaller)),
            patch: {
              pairing: { groupSize: largest },
              training: { batchSize: smaller, microBatch: 0 },
            },
          },
        ]
      : []),
    {
      label: fixes.median,
      patch: { threshold: { fixedThreshold: null, thresholdScope: 'global', percentile: 0.5 } },
    },
  ];
}

/** Why the trainer would not draw from these images, with the first change after which it would. */
function problemOfSet(settings: RunSettings, items: readonly ScoredItem[]): StartProblem | null {
  const places = comparedPlaces(items);
  const scores = items.map(({ score }) => score);
  const groups = items.map(groupOf);
  const samples = items.map(({ score }, i) => ({
    score,
    group: groups[i]!,
    preferredOver: places[i]!,
  }));
  const refused = (tried: RunSettings): StudioError | null =>
    errorOf(() =>
      setDrawer(samples, new TrainingThreshold(scores, thresholdSettings(tried), groups), tried),
    );
  const error = refused(settings);
  if (error === null) return null;
  const found = candidates(settings, groups).find(
    ({ patch }) => refused(withChange(settings, patch)) === null,
  );
  const { message, remedy } = error;
  return {
    message,
    remedy,
    fix: found ? { label: found.label, act: () => editSettings(found.patch) } : null,
  };
}

const problem = (message: string, fix: Fix | null = null, remedy = ''): StartProblem => ({
  message,
  remedy,
  fix,
});

function onlineProblems(
  {
    method,
    source: { onlinePrompts, onlineReward, bankSize },
    training: { batchSize },
  }: RunSettings,
  rewards: readonly RewardInfo[] | null,
): StartProblem[] {
  const objective = objectiveOf(method);
  const known =
    rewards === null || isByPerson(onlineReward) || rewards.some(({ id }) => id === onlineReward);
  const least = 2 * batchSize;
  return [
    ...(learnsOnline(objective)
      ? []
      : [
          problem(text.offlineMethod(objective.label), {
            label: fixes.offline,
            act: () => chooseMode('offline'),
          }),
        ]),
    ...(onlinePrompts.length === 0 ? [problem(text.noPrompts)] : []),
    ...(onlineReward === null ? [problem(text.noReward)] : known ? [] : [problem(text.goneReward)]),
    ...(bankSize < least
      ? [
          problem(text.smallBank(whole(bankSize), whole(least)), {
            label: fixes.bank(whole(least)),
            act: () => editSettings({ source: { bankSize: least } }),
          }),
        ]
      : []),
  ];
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
  if (!trainsIn(objective, paradigm)) {
    const error = errorOf(() => refuseUntrainable(method, paradigm));
    const { id, label } = DEFAULT_OBJECTIVE;
    return [
      problem(
        error?.message ?? '',
        { label: fixes.method(label), act: () => chooseMethod(id) },
        error?.remedy,
      ),
    ];
  }
  const online = settings.source.mode === 'online';
  const buckets =
    settings.training.aspectBuckets === 'on' && (online || joinsImages(objective))
      ? [
          problem(
            online ? runErrors.bucketsOnline()[0] : runErrors.bucketsOfMethod(objective.label)[0],
            {
              label: fixes.noBuckets,
              act: () => editSettings({ training: { aspectBuckets: 'off' } }),
            },
          ),
        ]
      : [];
  if (online) return [...onlineProblems(settings, rewards), ...buckets];
  if (!learnsOffline(objective))
    return [
      problem(dataErrors.batches.noTrajectories(objective.label)[0], {
        label: fixes.online,
        act: () => chooseMode('online'),
      }),
    ];
  const ofSet = items.length === 0 ? null : problemOfSet(settings, items);
  return [...(ofSet === null ? [] : [ofSet]), ...buckets];
}
