// Scores and threshold: the histogram with its line, how τ is set, what follows from it, examples of both sides, and how
// much of the score is the prompt's doing.

import { useMemo } from 'react';
import { strings } from '../../strings';
import { fixed, percent, whole } from '../../strings/format';
import { datasetStore } from '../../state/datasetStore';
import type { ScoreAnalysis } from '../../state/scoreAnalysis';
import { analyseScores } from '../../state/scoreAnalysis';
import { settingsStore } from '../../state/settingsStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { Examples } from './Examples';
import { PromptShare } from './PromptShare';
import { ScoreHistogram } from './ScoreHistogram';
import { ThresholdControls } from './ThresholdControls';

export function ScoresPanel() {
  const items = useStore(datasetStore, (state) => state.items);
  const settings = useStore(settingsStore, (state) => state.settings);
  const { percentile, fixedThreshold, ties, scoreScale, c } = settings;
  const analysis = useMemo(
    () => analyseScores(items, settings),
    [items, percentile, fixedThreshold, ties, scoreScale, c],
  );
  if (analysis === null) return <div className="empty"><h2>{strings.scores.title}</h2><p>{strings.scores.empty}</p></div>;
  return (
    <Panel title={strings.scores.title} lede={strings.scores.lede}>
      <div className="stack wide">
        <ScoreHistogram analysis={analysis} />
        <ThresholdControls analysis={analysis} />
        <Facts analysis={analysis} weighted={settings.method === 'tgo'} />
        <Examples analysis={analysis} />
        <PromptShare items={items} />
      </div>
    </Panel>
  );
}

function Facts({ analysis, weighted }: { readonly analysis: ScoreAnalysis; readonly weighted: boolean }) {
  const { positiveCount, negativeCount, tieCount, meanWeight, maxWeight, labels } = analysis.threshold;
  const text = strings.scores;
  const share = (count: number) => <small> {percent(count / labels.length)}</small>;
  return (
    <div className="stack tight">
      <dl className="facts">
        <div><dt>{text.positive}</dt><dd className="good" data-testid={testIds.countPositive}>{whole(positiveCount)}{share(positiveCount)}</dd></div>
        <div><dt>{text.negative}</dt><dd className="bad" data-testid={testIds.countNegative}>{whole(negativeCount)}{share(negativeCount)}</dd></div>
        <div><dt>{text.ties}</dt><dd data-testid={testIds.countTies}>{whole(tieCount)}</dd></div>
        {weighted ? (
          <>
            <div><dt>{text.meanWeight}</dt><dd>{fixed(meanWeight, 2)}</dd></div>
            <div><dt>{text.maxWeight}</dt><dd>{fixed(maxWeight, 2)}</dd></div>
          </>
        ) : null}
      </dl>
      {tieCount / labels.length > 0.05 ? <p className="message warn">{text.tiesWarning(percent(tieCount / labels.length))}</p> : null}
    </div>
  );
}
