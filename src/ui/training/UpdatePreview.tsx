// What would change: the update that the settings on screen would make, against the one of the
// settings in force when the probe was measured. Follows a drag, since only arithmetic is done.

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import type { UpdateProbe } from '../../domain/updateProbe';
import { StudioError } from '../../errors';
import type { RunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { fixed, percent, short, whole } from '../../strings/format';
import { objectiveOf } from '../../objectives';
import { effectiveSettings, settingsStore } from '../../state/objective/settingsStore';
import { counterfactual, type Counterfactual } from '../../state/training/counterfactual';
import { cancelProbe, measureProbe, probeStore } from '../../state/training/probeStore';
import { Failure } from '../common/Failure';
import { LegendEntry } from '../common/LegendEntry';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.training.update;
const HEIGHT = 64;

export function UpdatePreview({ run }: { readonly run: RunSummary }) {
  const { runId, probe, settings, busy, failure } = useStore(probeStore, (state) => state);
  const wanted = useStore(settingsStore, (state) => state.settings);
  const measured = runId === run.id && probe !== null && settings !== null;
  if (run.settings.source.mode === 'online') return <p className="small muted">{text.online}</p>;
  if (objectiveOf(run.settings.method).table)
    return <p className="small muted">{text.singleSamples}</p>;
  return (
    <section className="update-preview" aria-label={text.title} data-testid={testIds.updatePreview}>
      <h3>{text.title}</h3>
      {failure === null ? null : <Failure failure={failure} />}
      {measured ? (
        <Compared probe={probe} now={settings} wanted={wanted} />
      ) : (
        <p className="small muted">{text.says}</p>
      )}
      {busy === null ? (
        <Button
          size="compact-sm"
          variant="default"
          data-testid={testIds.measureProbe}
          onClick={() => void measureProbe(run.id, effectiveSettings(run))}
        >
          {measured ? text.again : text.measure}
        </Button>
      ) : (
        <ProgressLine progress={busy} onCancel={cancelProbe} />
      )}
    </section>
  );
}

function compare(
  probe: UpdateProbe,
  now: RunSettings,
  wanted: RunSettings,
): Counterfactual | StudioError {
  try {
    return counterfactual(probe, now, wanted);
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
}

function Compared({
  probe,
  now,
  wanted,
}: {
  readonly probe: UpdateProbe;
  readonly now: RunSettings;
  readonly wanted: RunSettings;
}) {
  const found = useMemo(() => compare(probe, now, wanted), [probe, now, wanted]);
  if (found instanceof StudioError) return <p className="small muted">{found.message}</p>;
  const { flips, flipped, cosine, lengthRatio } = found;
  const words = text.result(
    whole(flips),
    whole(probe.scores.length),
    fixed(cosine, 3),
    short(lengthRatio, 3),
  );
  return (
    <div className="stack tight small" data-testid={testIds.updateResult} data-cosine={cosine}>
      <dl className="facts">
        <div>
          <dt>{text.flips}</dt>
          <dd>
            {whole(flips)} <small>{percent(flips / probe.scores.length)}</small>
          </dd>
        </div>
        <div>
          <dt>{text.cosine}</dt>
          <dd>{fixed(cosine, 3)}</dd>
        </div>
        <div>
          <dt>{text.length}</dt>
          <dd>× {short(lengthRatio, 3)}</dd>
        </div>
      </dl>
      <Shares probe={probe} found={found} label={words} flipped={new Set(flipped)} />
      <div className="legend" aria-hidden="true">
        <LegendEntry mark="box" colour="var(--good-fill)" name={text.good} />
        <LegendEntry mark="box" colour="var(--bad-fill)" name={text.bad} />
        <LegendEntry mark="tick" colour="var(--ink)" name={text.before} />
      </div>
      <p className="muted">{text.measuredAt(whole(probe.step), whole(probe.places.length))}</p>
    </div>
  );
}

/** Each image's part of the update: bars as it would be, strokes as it is; lowest score first. */
function Shares({
  probe,
  found,
  label,
  flipped,
}: {
  readonly probe: UpdateProbe;
  readonly found: Counterfactual;
  readonly label: string;
  readonly flipped: ReadonlySet<number>;
}) {
  const { now, wanted } = found;
  const all = [...now.shares, ...wanted.shares, 0];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const y = (share: number): number => HEIGHT - ((share - low) / (high - low || 1)) * HEIGHT;
  return (
    <svg
      viewBox={`0 0 ${probe.places.length * 10} ${HEIGHT}`}
      preserveAspectRatio="none"
      height={HEIGHT}
      width="100%"
      role="img"
      aria-label={label}
    >
      {probe.places.map((place, image) => {
        const good = wanted.labels[place] === 1;
        const share = wanted.shares[image]!;
        return (
          <g key={place}>
            <title>
              {text.share(
                probe.captions[image]!,
                short(probe.scores[place]!),
                percent(now.shares[image]!),
                percent(share),
              )}
            </title>
            <rect
              x={image * 10 + 1}
              width="8"
              y={Math.min(y(0), y(share))}
              height={Math.abs(y(share) - y(0))}
              fill={good ? 'var(--good-fill)' : 'var(--bad-fill)'}
              stroke={flipped.has(image) ? 'var(--ink)' : 'none'}
            />
            <line
              x1={image * 10}
              x2={image * 10 + 10}
              y1={y(now.shares[image]!)}
              y2={y(now.shares[image]!)}
              stroke="var(--ink)"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}
