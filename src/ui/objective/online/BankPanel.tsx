// The memory bank of an online run: how it fills before the first step, and afterwards what it
// holds and what became of τ and of the scores of what is drawn.

import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../../bridge/protocol';
import { objectiveOf, readsThreshold } from '../../../objectives';
import { strings } from '../../../strings';
import { short, whole } from '../../../strings/format';
import { metricHistory } from '../../../state/training/metricHistory';
import { onlineStore } from '../../../state/objective/onlineStore';
import { preferencesStore } from '../../../state/session/preferences';
import { effectiveSettings } from '../../../state/objective/settingsStore';
import { scoresNeeded } from '../../../settings/onlinePlan';
import { ChartOrTable } from '../../common/ChartOrTable';
import { LegendEntry } from '../../common/LegendEntry';
import { Panel } from '../../common/Panel';
import { niceAxis } from '../../common/scale';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';
import { metricOf, type StepMetrics } from '../../../domain/metrics';
import { PLAIN_VIEW, type Curve } from '../../common/plot/curve';
import { LinePlot } from '../../common/plot/LinePlot';

const text = strings.online;
const TABLE_ROWS = 60;
const HEIGHT = 215;

export function BankPanel({ run }: { readonly run: RunSummary }) {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const bank = useStore(onlineStore, (state) => state.banks[run.id]);
  const {
    source: { bankSize },
    training: { batchSize },
  } = run.settings;
  const tau = readsThreshold(objectiveOf(run.settings.method));
  const last = metricHistory.run === run.id ? metricHistory.last() : undefined;
  const needed = scoresNeeded(bankSize);
  const size = bank?.size ?? last?.values['bankSize'] ?? 0;
  const filling = last === undefined && size < needed;
  return (
    <Panel
      title={text.bankTitle}
      lede={`${text.bankLede(whole(bankSize))} ${tau ? text.bankTau : ''}`}
      testId={testIds.bankPanel}
    >
      <div className="stack wide">
        {filling ? (
          <Filling size={size} needed={needed} running={run.status === 'running'} />
        ) : null}
        {size === 0 ? null : (
          <dl className="facts">
            <div>
              <dt>{text.bankFacts.size}</dt>
              <dd data-testid={testIds.bankSize} data-size={size}>
                {text.held(whole(size), whole(bankSize))}
              </dd>
            </div>
            {bank === undefined ? null : (
              <div>
                <dt>{text.bankFacts.drawn}</dt>
                <dd>{whole((bank.round + 1) * batchSize)}</dd>
              </div>
            )}
            <div>
              <dt>{text.bankFacts.mean}</dt>
              <dd>{short(bank?.rewardMean ?? last?.values['rewardMean'] ?? Number.NaN)}</dd>
            </div>
            {last === undefined || !tau ? null : (
              <div>
                <dt>{text.bankFacts.tau}</dt>
                <dd>{short(last.tau)}</dd>
              </div>
            )}
          </dl>
        )}
        {last === undefined ? null : <BankCurves run={run} />}
      </div>
    </Panel>
  );
}

function Filling({
  size,
  needed,
  running,
}: {
  readonly size: number;
  readonly needed: number;
  readonly running: boolean;
}) {
  const waiting = useStore(onlineStore, (state) => state.asking !== null);
  return (
    <div className="stack tight" data-testid={testIds.bankFilling} data-size={size}>
      <div className="spread small">
        <span>
          {running
            ? waiting
              ? text.fillingWaiting
              : text.fillingSampling
            : size === 0
              ? text.fillingNone
              : ''}
        </span>
        <b>{text.filling(whole(size), whole(needed))}</b>
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-label={text.fillingLabel}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={size}
      >
        <span style={{ inlineSize: `${(size / needed) * 100}%` }} />
      </div>
    </div>
  );
}

function BankCurves({ run }: { readonly run: RunSummary }) {
  const smoothing = useStore(preferencesStore, (state) => state.smoothing);
  const settings = effectiveSettings(run);
  const rewardMean = (step: StepMetrics): number => metricOf(step, 'rewardMean');
  const bankSize = (step: StepMetrics): number => metricOf(step, 'bankSize');
  const tau = readsThreshold(objectiveOf(settings.method));
  const last = metricHistory.last()!;
  const marks = run.changes.map((change) => change.step + 1);
  const scores: readonly Curve[] = [
    {
      id: 'round',
      name: text.scoresRound,
      colour: 'var(--accent)',
      points: () => metricHistory.points(rewardMean),
    },
    ...(tau
      ? [
          {
            id: 'tau',
            name: text.scoresTau,
            colour: 'var(--ink)',
            points: () => metricHistory.points((step) => step.tau),
            dash: true,
            exact: true,
          },
        ]
      : []),
  ];
  const sizes: readonly Curve[] = [
    {
      id: 'size',
      name: text.sizeLine,
      colour: 'var(--accent)',
      points: () => metricHistory.points(bankSize),
      exact: true,
    },
  ];
  const rows = (reads: readonly ((step: StepMetrics) => number)[]) => () =>
    metricHistory
      .tail(TABLE_ROWS)
      .toReversed()
      .map((step) => [whole(step.step + 1), ...reads.map((read) => short(read(step)))]);
  const keys = (curves: readonly Curve[]) =>
    curves.map(({ id, name, dash, colour }) => (
      <LegendEntry key={id} mark={dash === true ? 'dash' : 'line'} colour={colour} name={name} />
    ));
  const summary =
    settings.schedule.referenceUpdate === 'epoch' ? text.scoresSummaryUpdated : text.scoresSummary;
  return (
    <div className="curves">
      <ChartOrTable
        title={text.scoresTitle}
        summary={summary(short(rewardMean(last)), tau ? short(last.tau) : null)}
        testId={testIds.bankScoresChart}
        legend={keys(scores)}
        columns={[strings.common.stepColumn, ...scores.map(({ name }) => name)]}
        rows={rows([rewardMean, ...(tau ? [(step: StepMetrics) => step.tau] : [])])}
      >
        <LinePlot
          curves={scores}
          view={{ ...PLAIN_VIEW, smoothing }}
          height={HEIGHT}
          marks={marks}
        />
      </ChartOrTable>
      <ChartOrTable
        title={text.sizeTitle}
        summary={text.sizeSummary(whole(bankSize(last)), whole(settings.source.bankSize))}
        testId={testIds.bankSizeChart}
        legend={keys(sizes)}
        columns={[strings.common.stepColumn, text.sizeLine]}
        rows={rows([bankSize])}
      >
        <LinePlot
          curves={sizes}
          view={PLAIN_VIEW}
          height={HEIGHT}
          marks={marks}
          domain={[0, niceAxis(0, settings.source.bankSize, 4).domain[1]]}
          format={whole}
        />
      </ChartOrTable>
    </div>
  );
}
