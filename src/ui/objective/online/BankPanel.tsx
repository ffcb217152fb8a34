// The memory bank of an online run: how it fills before the first step, and afterwards what it
// holds and what became of τ and of the scores of what is drawn.

import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../../bridge/protocol';
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
import { TimeSeries, type Series } from '../../training/TimeSeries';

const text = strings.online;
const TABLE_ROWS = 60;

export function BankPanel({ run }: { readonly run: RunSummary }) {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const bank = useStore(onlineStore, (state) => state.banks[run.id]);
  const {
    source: { bankSize },
    training: { batchSize },
  } = run.settings;
  const last = metricHistory.run === run.id ? metricHistory.last() : undefined;
  const needed = scoresNeeded(bankSize);
  const size = bank?.size ?? last?.bankSize ?? 0;
  const filling = last === undefined && size < needed;
  return (
    <Panel title={text.bankTitle} lede={text.bankLede(whole(bankSize))} testId={testIds.bankPanel}>
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
              <dd>{short(bank?.rewardMean ?? last?.rewardMean ?? Number.NaN)}</dd>
            </div>
            {last === undefined ? null : (
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
              : text.fillingDrawing
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
  const rewardMean = (step: { readonly rewardMean?: number }): number =>
    step.rewardMean ?? Number.NaN;
  const bankSize = (step: { readonly bankSize?: number }): number => step.bankSize ?? Number.NaN;
  const last = metricHistory.last()!;
  const marks = run.changes.map((change) => change.step + 1);
  const lastStep = Math.max(settings.schedule.steps, last.step + 1);
  const scores: readonly Series[] = [
    {
      name: text.scoresRound,
      colour: 'var(--accent)',
      points: metricHistory.series(rewardMean),
      mark: 'thin',
    },
    {
      name: text.scoresSmooth,
      colour: 'var(--accent)',
      points: metricHistory.smoothed(rewardMean, smoothing),
      mark: 'line',
    },
    {
      name: text.scoresTau,
      colour: 'var(--ink)',
      points: metricHistory.series((step) => step.tau),
      mark: 'dash',
    },
  ];
  const sizes: readonly Series[] = [
    {
      name: text.sizeLine,
      colour: 'var(--accent)',
      points: metricHistory.series(bankSize),
      mark: 'line',
    },
  ];
  const rows = (reads: readonly ((step: typeof last) => number)[]) => () =>
    metricHistory
      .tail(TABLE_ROWS)
      .toReversed()
      .map((step) => [whole(step.step + 1), ...reads.map((read) => short(read(step)))]);
  const keys = (series: readonly Series[]) =>
    series.map(({ name, mark, colour }) => (
      <LegendEntry key={name} mark={mark} colour={colour} name={name} />
    ));
  const summary =
    settings.schedule.referenceUpdate === 'epoch' ? text.scoresSummaryUpdated : text.scoresSummary;
  return (
    <div className="curves">
      <ChartOrTable
        title={text.scoresTitle}
        summary={summary(short(rewardMean(last)), short(last.tau))}
        testId={testIds.bankScoresChart}
        legend={keys(scores)}
        columns={[strings.common.stepColumn, text.scoresRound, text.scoresTau]}
        rows={rows([rewardMean, (step) => step.tau])}
      >
        <TimeSeries series={scores} marks={marks} unit="" lastStep={lastStep} />
      </ChartOrTable>
      <ChartOrTable
        title={text.sizeTitle}
        summary={text.sizeSummary(whole(bankSize(last)), whole(settings.source.bankSize))}
        testId={testIds.bankSizeChart}
        legend={keys(sizes)}
        columns={[strings.common.stepColumn, text.sizeLine]}
        rows={rows([bankSize])}
      >
        <TimeSeries
          series={sizes}
          marks={marks}
          unit=""
          lastStep={lastStep}
          domain={[0, niceAxis(0, settings.source.bankSize, 4).domain[1]]}
          format={whole}
        />
      </ChartOrTable>
    </div>
  );
}
