// τ as a plumb line: dragged with the pointer, moved with the arrow keys (Shift: ten times as far;
// Home and End to the bounds), spoken by its value text. Unless τ is fixed the line sets p, which
// keeps to its bounds; per batch and per prompt it is the whole set's percentile, about which the
// others lie.

import { byPrompt } from '../../../data/labels/threshold';
import type { KeyboardEvent, PointerEvent } from 'react';
import { percentile } from '../../../statistics/percentile';
import { strings } from '../../../strings';
import { short, whole } from '../../../strings/format';
import { commitLiveSettings } from '../../../state/training/runActions';
import type { ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { percentileOf } from '../../../state/objective/scoreAnalysis';
import { editSettings, lightTerm, settingsStore } from '../../../state/objective/settingsStore';
import { PlumbBob } from '../../session/PlumbBob';
import { testIds } from '../../testIds';
import { PERCENTILE } from '../../../state/objective/percentileSetting';

interface ThresholdLineProps {
  readonly analysis: ScoreAnalysis;
  readonly left: number;
  readonly height: number;
  /** Score at a horizontal place within the chart. */
  readonly toScore: (at: number) => number;
}

/** Moves τ to a score, in the mode in force. */
export function moveThreshold(analysis: ScoreAnalysis, score: number): void {
  const inside = Math.min(analysis.high, Math.max(analysis.low, score));
  const { origin } = analysis.threshold;
  if (origin === 'fixed') {
    editSettings({ threshold: { fixedThreshold: Number(inside.toPrecision(6)) } });
    return;
  }
  const {
    threshold: { proxySet },
  } = settingsStore.getState().settings;
  const p = percentileOf(
    origin === 'proxy' && proxySet !== null
      ? proxySet.scores
      : analysis.sorted.map((entry) => entry.item.score),
    inside,
  );
  editSettings({
    threshold: {
      percentile: Number(Math.min(PERCENTILE.max, Math.max(PERCENTILE.min, p)).toFixed(3)),
    },
  });
}

/** The next score above (or below) `from` that is not `from`; the last one where there is none. */
export function nextScore(sorted: readonly number[], from: number, steps: number): number {
  const next =
    steps > 0 ? sorted.find((score) => score > from) : sorted.findLast((score) => score < from);
  return next ?? from;
}

function nudge(analysis: ScoreAnalysis, steps: number): void {
  const { settings } = settingsStore.getState();
  if (settings.threshold.fixedThreshold === null) {
    const p = Math.min(
      PERCENTILE.max,
      Math.max(PERCENTILE.min, settings.threshold.percentile + steps * PERCENTILE.step),
    );
    editSettings({ threshold: { percentile: Number(p.toFixed(3)) } });
    // Between equal scores a percentile moves nothing: on to the next score that differs.
    const scores = analysis.sorted.map((entry) => entry.item.score);
    if (
      analysis.threshold.origin !== 'proxy' &&
      percentile(scores, p) === percentile(scores, settings.threshold.percentile)
    )
      moveThreshold(analysis, nextScore(scores, analysis.threshold.rawTau, steps));
  } else {
    moveThreshold(
      analysis,
      settings.threshold.fixedThreshold + (steps * (analysis.high - analysis.low)) / 200,
    );
  }
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -1000,
  End: 1000,
};

export function ThresholdLine({ analysis, left, height, toScore }: ThresholdLineProps) {
  const { origin, rawTau, positiveCount, negativeCount } = analysis.threshold;
  const name =
    byPrompt(origin) || origin === 'batch'
      ? strings.threshold.wholeSet
      : origin === 'proxy'
        ? strings.threshold.proxyLine
        : null;
  const now = Math.min(analysis.high, Math.max(analysis.low, rawTau));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const chart = event.currentTarget.parentElement?.getBoundingClientRect();
    if (chart !== undefined) moveThreshold(analysis, toScore(event.clientX - chart.left));
  };
  const press = (event: KeyboardEvent): void => {
    const steps = KEYS[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    nudge(analysis, event.shiftKey ? steps * 10 : steps);
  };
  return (
    <div
      className="tau-handle"
      role="slider"
      tabIndex={0}
      style={{ left, blockSize: height, bottom: 'auto' }}
      data-testid={testIds.tauHandle}
      aria-label={strings.scores.tauHandle}
      aria-orientation="horizontal"
      aria-valuemin={analysis.low}
      aria-valuemax={analysis.high}
      aria-valuenow={now}
      aria-valuetext={strings.scores.tauValueText(
        short(rawTau, 4),
        whole(positiveCount),
        whole(negativeCount),
      )}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        lightTerm('tau');
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        lightTerm(null);
        void commitLiveSettings();
      }}
      onKeyDown={press}
      onKeyUp={(event) => {
        if (KEYS[event.key] !== undefined) void commitLiveSettings();
      }}
      onFocus={() => lightTerm('tau')}
      onBlur={() => lightTerm(null)}
    >
      <span className="tau-name">
        {name === null ? (
          <i>τ</i>
        ) : (
          <>
            <span className="tau-whose">{name} </span>
            <i>τ</i>
          </>
        )}{' '}
        {short(rawTau, 4)}
      </span>
      <PlumbBob size={15} />
    </div>
  );
}
