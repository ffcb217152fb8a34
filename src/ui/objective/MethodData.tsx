// What a method learns from, and how much of it the open set has: pairs (its own comparisons, or
// made from its scores), groups of one prompt's images, examples beside the model's own samples.
// What is missing is said by StartProblems.

import { useMemo } from 'react';
import { groupOf } from '../../data/labels/promptThreshold';
import { groupsOf } from '../../data/batches/groupSampler';
import { comparedPlaces, trainingPairs } from '../../data/pairs/trainingPairs';
import { objectiveOf } from '../../objectives';
import { NUMBER_SETTINGS } from '../../settings/numberSettings';
import type { RunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { resolveTau } from '../../state/objective/scoreAnalysis';
import { editSettings } from '../../state/objective/settingsStore';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { SettingControl } from './SettingControl';

const text = strings.methods;
const settingOf = (key: string) => NUMBER_SETTINGS.find((one) => one.key === key)!;

interface MethodDataProps {
  readonly settings: RunSettings;
  readonly locked: boolean;
}

export function MethodData(props: MethodDataProps) {
  switch (objectiveOf(props.settings.method).data) {
    case 'pairs':
      return <Pairs {...props} />;
    case 'groups':
      return <Groups {...props} />;
    case 'demonstrations':
      return <Demonstrations {...props} />;
    default:
      return null;
  }
}

function Demonstrations({ settings }: MethodDataProps) {
  const items = useStore(datasetStore, (state) => state.items);
  const {
    training: { batchSize },
    sampling: { inferenceSteps },
    source: { stepsPerRound },
  } = settings;
  const { label, opponent = 'trajectories' } = objectiveOf(settings.method);
  const sampled = Math.floor(batchSize / 2) * (opponent === 'images' ? stepsPerRound : 1);
  const tau = resolveTau(items, settings.threshold);
  const good = items.filter(({ score }) => tau !== null && score >= tau).length;
  return (
    <div className="stack tight" data-testid={testIds.methodData}>
      <p className="small">
        {text.demonstrations(label, good)}
        {text.opponents[opponent]} {text.ownSamples(sampled, inferenceSteps, stepsPerRound)}
      </p>
      <div className="settings-grid three">
        <SettingControl setting={settingOf('stepsPerRound')} />
      </div>
    </div>
  );
}

function Pairs({ settings, locked }: MethodDataProps) {
  const items = useStore(datasetStore, (state) => state.items);
  const {
    pairing: { pairSource, pairsPerPrompt },
    training: { seed },
  } = settings;
  const [own, made] = useMemo(() => {
    const places = comparedPlaces(items);
    const samples = items.map((item, i) => ({
      score: item.score,
      group: groupOf(item),
      preferredOver: places[i]!,
    }));
    const count = (source: 'comparisons' | 'scores'): number =>
      trainingPairs(samples, {
        pairing: { pairSource: source, pairsPerPrompt },
        training: { seed },
      }).pairs.length;
    return [count('comparisons'), count('scores')];
  }, [items, pairsPerPrompt, seed]);
  const from = pairSource === 'auto' ? (own > 0 ? 'comparisons' : 'scores') : pairSource;
  const { label } = objectiveOf(settings.method);
  return (
    <div className="stack tight" data-testid={testIds.methodData}>
      <p className="small">
        {text.pairs(label)} {from === 'comparisons' ? text.ownPairs(own) : text.madePairs(made)}
      </p>
      {own > 0 || pairSource === 'comparisons' ? (
        <Segments
          label={text.pairSource}
          showLabel
          value={from}
          disabled={locked}
          options={[
            { value: 'comparisons', label: text.comparisons(whole(own)) },
            { value: 'scores', label: text.fromScores(whole(made)) },
          ]}
          onChange={(source) => editSettings({ pairing: { pairSource: source } })}
        />
      ) : null}
      {from === 'scores' ? (
        <div className="settings-grid three">
          <SettingControl setting={settingOf('pairsPerPrompt')} />
        </div>
      ) : null}
    </div>
  );
}

function Groups({ settings }: MethodDataProps) {
  const items = useStore(datasetStore, (state) => state.items);
  const {
    pairing: { groupSize },
  } = settings;
  const sizes = useMemo(() => groupsOf(items.map(groupOf)).map((list) => list.length), [items]);
  const enough = sizes.filter((size) => size >= groupSize).length;
  const { label } = objectiveOf(settings.method);
  return (
    <div className="stack tight" data-testid={testIds.methodData}>
      <p className="small">{text.groups(label, groupSize, enough, sizes.length)}</p>
      <div className="settings-grid three">
        <SettingControl setting={settingOf('groupSize')} />
      </div>
    </div>
  );
}
