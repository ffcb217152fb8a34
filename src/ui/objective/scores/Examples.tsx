// A few images of each side of τ, clear cases and close calls, with how much each counts.

import { useMemo } from 'react';
import { strings } from '../../../strings';
import { fixed, score } from '../../../strings/format';
import { datasetStore } from '../../../state/data/datasetStore';
import type { ScoreAnalysis, Side } from '../../../state/objective/scoreAnalysis';
import { examples } from '../../../state/objective/scoreAnalysis';
import { objectiveOf, weighsDistance } from '../../../objectives';
import { settingsStore } from '../../../state/objective/settingsStore';
import { useImages } from '../../common/useImages';
import { useStore } from '../../common/useStore';

const EACH = 4;
const SIDES: readonly { side: Side; title: string; className: string }[] = [
  { side: 'farGood', title: strings.scores.farGood, className: 'good' },
  { side: 'nearGood', title: strings.scores.nearGood, className: 'good' },
  { side: 'nearBad', title: strings.scores.nearBad, className: 'bad' },
  { side: 'farBad', title: strings.scores.farBad, className: 'bad' },
];

export function Examples({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const datasetId = useStore(datasetStore, (state) => state.datasetId);
  const weighted = useStore(settingsStore, (state) =>
    weighsDistance(objectiveOf(state.settings.method)),
  );
  const chosen = useMemo(() => examples(analysis, EACH), [analysis]);
  const ids = useMemo(
    () => [...new Set(SIDES.flatMap(({ side }) => chosen[side].map((entry) => entry.item.id)))],
    [chosen],
  );
  const images = useImages(datasetId, ids);
  return (
    <div className="stack tight">
      <h3>{strings.scores.examplesTitle}</h3>
      <div className="sides">
        {SIDES.map(({ side, title, className }) => (
          <section key={side}>
            <h3 className={className}>{title}</h3>
            <ul>
              {chosen[side].map(({ item, weight }) => (
                <li key={item.id} title={item.caption}>
                  {images.urls.has(item.id) ? (
                    <img
                      className="picture"
                      src={images.urls.get(item.id)}
                      alt={strings.data.imageAlt(item.caption, score(item.score))}
                    />
                  ) : (
                    <span className="picture waiting" />
                  )}
                  <b>{score(item.score)}</b>
                  {weighted ? strings.scores.weightOf(fixed(weight, 1)) : null}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
