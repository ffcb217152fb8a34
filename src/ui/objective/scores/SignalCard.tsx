// What the set can teach, told before Train: images and prompts, how much of a score is the
// prompt's, ties, how sure τ is, the raters' noise, and the gain an evaluation could tell from
// none.

import { useMemo } from 'react';
import { strings } from '../../../strings';
import { fixed, percent, short, whole } from '../../../strings/format';
import { currentDataset, datasetStore } from '../../../state/data/datasetStore';
import type { ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { EVALUATION_PROMPTS, ratingsInUse, signalOf } from '../../../state/objective/signal';
import { settingsStore } from '../../../state/objective/settingsStore';
import { ratingStore } from '../../../state/rate/ratingStore';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.scores.signal;

export function SignalCard({
  analysis,
  share,
}: {
  readonly analysis: ScoreAnalysis;
  readonly share: number;
}) {
  const dataset = useStore(datasetStore, currentDataset);
  const ratings = useStore(ratingStore, (state) => state.ratings);
  const p = useStore(settingsStore, (state) => state.settings.threshold.percentile);
  const signal = useMemo(
    () =>
      signalOf(analysis, p, share, ratingsInUse(dataset?.scoreSource ?? '', [...ratings.values()])),
    [analysis, p, share, dataset, ratings],
  );
  const { band, noise } = signal;
  const detectable = fixed(signal.detectable, 2);
  const rows: readonly (readonly [string, string, string])[] = [
    [text.images, whole(signal.count), text.prompts(whole(signal.prompts))],
    [
      text.icc,
      Number.isFinite(share) ? fixed(Math.max(0, share), 2) : '–',
      Number.isFinite(share) ? text.iccSays(percent(Math.max(0, share))) : text.iccUnknown,
    ],
    [text.ties, whole(signal.ties), text.tiesSay(percent(signal.ties / signal.count))],
    band === null
      ? [text.band, '–', text.bandNone]
      : [
          text.band,
          `${short(band.low)} … ${short(band.high)}`,
          text.bandSays(whole(band.flips), percent(band.flips / signal.count)),
        ],
    noise === null
      ? [text.noise, '–', text.noiseNone]
      : [text.noise, `± ${short(noise.deviation)}`, text.noiseSays(whole(noise.near))],
    Number.isFinite(share)
      ? [text.gain, `${detectable} sd`, text.gainSays(whole(EVALUATION_PROMPTS))]
      : [text.gain, `≤ ${detectable} sd`, text.gainAtMost(whole(EVALUATION_PROMPTS))],
  ];
  return (
    <aside className="signal" aria-label={text.title} data-testid={testIds.signal}>
      <h3>{text.title}</h3>
      <dl>
        {rows.map(([name, value, says]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b> <span className="muted">{says}</span>
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
