// Scores and threshold: the histogram with its line, how τ is set, what follows from it, examples
// of both sides, and how much of the score is the prompt's doing.

import { useMemo } from 'react';
import { strings } from '../../../strings';
import { fixed, percent, short, whole } from '../../../strings/format';
import { currentDataset, datasetStore } from '../../../state/data/datasetStore';
import type { ScoreAnalysis, ScoreBin } from '../../../state/objective/scoreAnalysis';
import { analyseScores, betweenPromptShare } from '../../../state/objective/scoreAnalysis';
import { byPrompt, thresholdSettings } from '../../../data/labels/threshold';
import { objectiveOf, readsThreshold, weighsDistance } from '../../../objectives';
import { settingsStore } from '../../../state/objective/settingsStore';
import { Fold } from '../../common/Fold';
import { Panel } from '../../common/Panel';
import { useStore } from '../../common/useStore';
import { NeedSet } from '../../data/NeedSet';
import { PlainHistogram } from '../../data/PlainHistogram';
import { testIds } from '../../testIds';
import { Examples } from './Examples';
import { NoScores } from './NoScores';
import { OracleScatter } from './OracleScatter';
import { PromptShare } from './PromptShare';
import { PromptThresholds } from './PromptThresholds';
import { batchBand, ScoreHistogram } from './ScoreHistogram';
import { ScoreSource } from './ScoreSource';
import { SignalCard } from './SignalCard';
import { ADVISE_PROMPTS, ThresholdBar, ThresholdScope } from './ThresholdControls';

export function ScoresPanel() {
  const items = useStore(datasetStore, (state) => state.items);
  const settings = useStore(settingsStore, (state) => state.settings);
  const { threshold } = settings;
  const { seed, batchSize } = settings.training;
  const { c } = thresholdSettings(settings);
  const analysis = useMemo(
    () => analyseScores(items, { ...threshold, c, seed, batchSize }),
    [items, threshold, c, seed, batchSize],
  );
  const share = useMemo(() => betweenPromptShare(items), [items]);
  const unscored = useStore(datasetStore, (state) => state.unscored.length > 0);
  const scorable = useStore(datasetStore, (state) => currentDataset(state)?.rewardId !== null);
  if (analysis === null)
    return unscored ? (
      <NoScores />
    ) : (
      <NeedSet title={strings.scores.title} text={strings.scores.empty} />
    );
  const method = objectiveOf(settings.method);
  if (!readsThreshold(method))
    return (
      <Panel title={strings.scores.titleAlone} lede={strings.scores.ledeAlone(method.label)}>
        <div className="stack">
          <PlainHistogram scores={items.map(({ score }) => score)} />
          <ScoreSource />
        </div>
      </Panel>
    );
  return (
    <Panel title={strings.scores.title} lede={strings.scores.lede}>
      <div className="stack wide">
        <div className="scores-top">
          <div className="stack">
            <ScoreHistogram analysis={analysis} />
            <ThresholdBar analysis={analysis} share={share} />
            <Facts analysis={analysis} weighted={weighsDistance(method)} />
          </div>
          <SignalCard analysis={analysis} share={share} />
        </div>
        <Fold
          title={strings.scores.scopeFold}
          testId={testIds.scopeFold}
          open={analysis.threshold.origin !== 'global' || share > ADVISE_PROMPTS}
        >
          <ThresholdScope analysis={analysis} share={share} />
        </Fold>
        <Fold title={strings.scores.sourceFold} testId={testIds.sourceFold} open={!scorable}>
          <ScoreSource />
        </Fold>
        <OracleScatter analysis={analysis} />
        <PromptShare share={share} origin={analysis.threshold.origin} />
        {byPrompt(analysis.threshold.origin) ? <PromptThresholds analysis={analysis} /> : null}
        <Examples analysis={analysis} />
      </div>
    </Panel>
  );
}

function Facts({
  analysis,
  weighted,
}: {
  readonly analysis: ScoreAnalysis;
  readonly weighted: boolean;
}) {
  const { bins, spread, raisedCount, loweredCount, waveringCount } = analysis;
  const { origin, positiveCount, negativeCount, tieCount, meanWeight, maxWeight, labels } =
    analysis.threshold;
  const text = strings.scores;
  const scopeText = strings.threshold;
  const share = (count: number) => <small> {percent(count / labels.length)}</small>;
  const sum = (count: (bin: ScoreBin) => number): number =>
    bins.reduce((total, bin) => total + count(bin), 0);
  const [good, bad] =
    spread === null
      ? [positiveCount, negativeCount]
      : [sum((bin) => bin.positive), sum((bin) => bin.negative)];
  const band = spread === null ? null : batchBand(spread.taus);
  return (
    <div className="stack tight">
      <dl className="facts">
        <div>
          <dt>{spread === null ? text.positive : scopeText.alwaysGood}</dt>
          <dd className="good" data-testid={testIds.countPositive}>
            {whole(good)}
            {share(good)}
          </dd>
        </div>
        <div>
          <dt>{spread === null ? text.negative : scopeText.alwaysBad}</dt>
          <dd className="bad" data-testid={testIds.countNegative}>
            {whole(bad)}
            {share(bad)}
          </dd>
        </div>
        {band === null ? (
          <div>
            <dt>{text.ties}</dt>
            <dd data-testid={testIds.countTies}>{whole(tieCount)}</dd>
          </div>
        ) : (
          <>
            <div>
              <dt>{scopeText.wavering}</dt>
              <dd data-testid={testIds.countWavering}>
                {whole(waveringCount)}
                {share(waveringCount)}
              </dd>
            </div>
            <div>
              <dt>{scopeText.batchTaus}</dt>
              <dd>{scopeText.between(short(band[0]), short(band[1]))}</dd>
            </div>
          </>
        )}
        {byPrompt(origin) || origin === 'proxy' ? (
          <>
            <div>
              <dt>{scopeText.raised}</dt>
              <dd data-testid={testIds.countRaised}>
                {whole(raisedCount)}
                {share(raisedCount)}
              </dd>
            </div>
            <div>
              <dt>{scopeText.lowered}</dt>
              <dd data-testid={testIds.countLowered}>
                {whole(loweredCount)}
                {share(loweredCount)}
              </dd>
            </div>
          </>
        ) : null}
        {weighted ? (
          <>
            <div>
              <dt>{text.meanWeight}</dt>
              <dd>{fixed(meanWeight, 2)}</dd>
            </div>
            <div>
              <dt>{text.maxWeight}</dt>
              <dd>{fixed(maxWeight, 2)}</dd>
            </div>
          </>
        ) : null}
      </dl>
      {tieCount / labels.length > 0.05 ? (
        <p className="message warn">{text.tiesWarning(percent(tieCount / labels.length))}</p>
      ) : null}
    </div>
  );
}
