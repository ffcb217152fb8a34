// What the last step did, stage by stage: noise, reference, policy, errors, labels, gradient,
// update, each with what was measured in it. In slow motion the stages are lit in turn.

import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { metricOf, type StepMetrics } from '../../domain/metrics';
import { objectiveOf } from '../../objectives';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { metricHistory } from '../../state/training/metricHistory';
import {
  holdStage,
  nextStage,
  slowMotionStore,
  STAGES,
  startSlowMotion,
  stopSlowMotion,
  type Stage,
} from '../../state/training/slowMotion';
import { strings } from '../../strings';
import { exact, short, stepTime, whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.stages;

/** In the row of the screen's title: on and off, and the stages by hand. */
export function SlowMotionButtons() {
  const { on, lit, held } = useStore(slowMotionStore, (state) => state);
  return (
    <>
      <button
        type="button"
        className="pill"
        aria-pressed={on}
        title={text.hint}
        data-testid={testIds.slowMotion}
        onClick={() => (on ? stopSlowMotion() : void startSlowMotion())}
      >
        {text.title}
      </button>
      {on ? (
        <>
          <button
            type="button"
            className="pill"
            aria-pressed={held}
            data-testid={testIds.stageHold}
            onClick={() => holdStage(!held)}
          >
            {text.hold}
          </button>
          <button
            type="button"
            className="pill"
            // Not `disabled`: the focus stays here while the next step is computed.
            aria-disabled={lit === null}
            data-testid={testIds.stageNext}
            onClick={nextStage}
          >
            {text.next}
          </button>
        </>
      ) : null}
    </>
  );
}

/** The measured part of each stage. */
function measured(run: RunSummary, step: StepMetrics): Readonly<Record<Stage, string>> {
  const settings = effectiveSettings(run);
  const { batchSize, seed } = settings.training;
  const good = step.labels.filter((label) => label === 1).length;
  const ratio = (id: string): string => short(metricOf(step, id), 3);
  const hasRatios = step.logRatios.length > 0;
  return {
    noise: text.noise(whole(batchSize), whole(seed), whole(step.step + 1)),
    reference:
      objectiveOf(settings.method).reference === 'none' ? text.noReference : text.reference,
    policy: text.policy,
    errors: hasRatios
      ? text.errors(ratio('logRatioPositive'), ratio('logRatioNegative'))
      : text.errorsAlone,
    labels:
      step.labels.length > 0
        ? text.labels(whole(good), whole(step.labels.length), short(step.tau, 3))
        : text.noLabels,
    gradient: text.gradient(short(step.loss, 3), short(step.gradientNorm, 3)),
    update: text.update(
      strings.objective.optimizerNames[settings.optimizer.name],
      exact(step.learningRate),
      stepTime(step.stepMs),
      short(step.clipFactor, 3),
    ),
  };
}

export function StepStages({ run }: { readonly run: RunSummary }) {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const { on, lit } = useStore(slowMotionStore, (state) => state);
  const step = metricHistory.run === run.id ? metricHistory.last() : undefined;
  if (!on || step === undefined || step === null) return null;
  const said = measured(run, step);
  return (
    <ol className="step-stages" aria-label={text.title} data-testid={testIds.stepStages}>
      {STAGES.map((stage, i) => (
        <li
          key={stage}
          className={i === lit ? 'lit' : ''}
          aria-current={i === lit ? 'step' : undefined}
        >
          <b>{text.names[stage]}</b>
          <span className="small">{said[stage]}</span>
        </li>
      ))}
    </ol>
  );
}
