// Are good and bad told apart? The log-ratios of a step's samples by label: the mean as a line, the
// middle half as a band, and the line of 0 between them. A method without a reference has no
// log-ratio: its error is shown instead.

import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { metricOf, type StepMetrics } from '../../domain/metrics';
import { percentile } from '../../statistics/percentile';
import { strings } from '../../strings';
import { short } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import type { Curve } from '../common/plot/curve';
import type { CurvePanelProps } from '../common/plot/CurvePanel';

const text = strings.training;

const quantileOf = (label: number, p: number) => (step: StepMetrics) => {
  const ratios = step.logRatios.filter((_, i) => step.labels[i] === label);
  return ratios.length === 0 ? Number.NaN : percentile(ratios, p);
};

const meanOf = (label: number) => (step: StepMetrics) =>
  metricOf(step, label === 1 ? 'logRatioPositive' : 'logRatioNegative');

function side(label: number, name: string, colour: string): Curve[] {
  const id = label === 1 ? 'good' : 'bad';
  return [
    {
      id,
      name,
      colour,
      points: () => metricHistory.points(meanOf(label)),
      ...(label === 0 && { dash: true }),
    },
    {
      id: `${id}-high`,
      name: text.upperQuarter(name),
      colour,
      bound: true,
      points: () => metricHistory.points(quantileOf(label, 0.75)),
    },
    {
      id: `${id}-low`,
      name: text.lowerQuarter(name),
      colour,
      bound: true,
      points: () => metricHistory.points(quantileOf(label, 0.25)),
    },
  ];
}

/** The chart of the shown run: log-ratios by label, where the method has them. */
export function separateCurves(): CurvePanelProps {
  const good = side(1, text.ratioGood, 'var(--good-fill)');
  const bad = side(0, text.ratioBad, 'var(--bad-fill)');
  return {
    title: text.separateTitle,
    summary: text.ratioSummary(
      short(metricHistory.newest(meanOf(1))),
      short(metricHistory.newest(meanOf(0))),
    ),
    curves: [...good, ...bad],
    levels: [0],
    bands: [
      { high: 'good-high', low: 'good-low', colour: 'var(--good-fill)' },
      { high: 'bad-high', low: 'bad-low', colour: 'var(--bad-fill)' },
    ],
  };
}

/** Steps after which a setting changed. */
export const marksOf = (run: RunSummary): number[] => run.changes.map((change) => change.step + 1);

/** Draws again when the history has news, at most four times a second. */
export function useHistory(): void {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
}
