// What an online run's drawing will cost: how many images, known exactly beforehand, and how long
// they take, once it was timed on this machine.

import { Button } from '@mantine/core';
import { objectiveOf } from '../../../objectives';
import { strings } from '../../../strings';
import { duration, stepTime, whole } from '../../../strings/format';
import {
  samplesSlowly,
  isByPerson,
  onlineDraft,
  timeSampling,
  timedImage,
} from '../../../state/objective/onlineDraft';
import { sessionStore } from '../../../state/session/sessionStore';
import { editSettings, settingsStore } from '../../../state/objective/settingsStore';
import { imagesSampled } from '../../../settings/onlinePlan';
import { Failure } from '../../common/Failure';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.online;
/**
 * Passes through the network a training step makes of one sample: forward, about twice that
 * backward, and TGO's reference.
 */
const REFERENCE_PASSES = 4;
const ALONE_PASSES = 3;
/** A sampler step runs with and without the prompt. */
const DRAW_PASSES = 2;
const PAPER = { bankSize: 1024, stepsPerRound: 1 } as const;

export function SamplingCost({ locked }: { readonly locked: boolean }) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const modelId = useStore(sessionStore, (state) => state.modelId);
  const slow = useStore(sessionStore, (state) => samplesSlowly(state.capability));
  const draft = useStore(onlineDraft, (state) => state);
  const {
    method,
    training: { batchSize },
    schedule: { steps },
    sampling: { inferenceSteps },
    source: { bankSize, stepsPerRound },
  } = settings;
  const first = imagesSampled(settings, 0);
  const all = imagesSampled(settings, steps);
  const each = timedImage(draft, modelId, settings);
  const byPerson = isByPerson(settings.source.onlineReward);
  const paper = bankSize === PAPER.bankSize && stepsPerRound === PAPER.stepsPerRound;
  return (
    <section
      className="sampling-cost stack tight"
      aria-label={text.costTitle}
      data-testid={testIds.samplingCost}
    >
      <h3>{text.costTitle}</h3>
      <dl className="facts">
        <div>
          <dt>{text.costFirst}</dt>
          <dd>{whole(first)}</dd>
        </div>
        <div>
          <dt>{text.costAll(whole(steps))}</dt>
          <dd>{whole(all)}</dd>
        </div>
        {byPerson ? (
          <div>
            <dt>{text.costRate}</dt>
            <dd>{text.costRatings(whole(all))}</dd>
          </div>
        ) : null}
        <div>
          <dt>{text.costTime}</dt>
          <dd className={each === null ? 'muted' : ''}>
            {each === null
              ? text.costUnknown
              : text.costBoth(duration(first * each), duration(all * each))}
          </dd>
        </div>
      </dl>
      <p className="small muted">
        {text.bankSays}{' '}
        {each === null
          ? text.costCounted(
              whole(batchSize),
              whole(
                Math.max(
                  1,
                  Math.round(
                    (DRAW_PASSES * inferenceSteps) /
                      (objectiveOf(method).reference === 'none' ? ALONE_PASSES : REFERENCE_PASSES),
                  ),
                ),
              ),
            )
          : (byPerson ? text.costTimedByPerson : text.costTimed)(stepTime(each))}
        {each === null && draft.timed !== null && !draft.timing
          ? ` ${text.costTimedElsewhere}`
          : ''}
      </p>
      {slow && !paper ? <p className="small muted">{text.slowDefaults}</p> : null}
      {draft.failure === null ? null : <Failure failure={draft.failure} />}
      {locked ? null : (
        <div className="row tight">
          {each === null ? (
            <Button
              size="compact-sm"
              variant="default"
              disabled={draft.timing || modelId === null}
              data-testid={testIds.timeSampling}
              onClick={() => void timeSampling()}
            >
              {draft.timing ? text.costMeasuring : text.costMeasure}
            </Button>
          ) : null}
          {paper ? null : (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => editSettings({ source: PAPER })}
            >
              {text.paperValues}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
