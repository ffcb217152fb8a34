// How steady each rater is, from the images that came up twice, and how far raters agree.

import { agreement, repeatNoise } from '../../statistics/raterNoise';
import { REPEATS } from '../../data/scores/ratingQueue';
import { strings } from '../../strings';
import { fixed, percent, whole } from '../../strings/format';
import { ratersOn, ratingsOn, ratingStore } from '../../state/rate/ratingStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.rating;
/** Fewer shared images say nothing of two raters. */
const FEW = 5;

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
}

export function NoisePanel() {
  const state = useStore(ratingStore, (now) => now);
  const { scale, rater } = state;
  const raters = ratersOn(state, scale);
  if (raters.length === 0) return null;
  const columns = text.noiseColumns;
  const rows = raters.map((name) => {
    const ratings = ratingsOn(state, scale, name);
    return {
      name,
      ratings,
      images: new Set(ratings.map(({ imageId }) => imageId)).size,
      noise: repeatNoise(ratings),
    };
  });
  const own = rows.find(({ name }) => name === rater);
  const pairs = raters.flatMap((one, i) =>
    raters.slice(i + 1).map((other) => [one, other] as const),
  );
  return (
    <Panel title={text.noiseTitle} lede={text.noiseLede} testId={testIds.ratingNoise}>
      <div className="stack">
        {own === undefined || own.noise.pairs === 0 ? (
          <p className="small muted">
            {text.noiseNone(Math.min(REPEATS, state.queue.filter(({ repeat }) => repeat).length))}
          </p>
        ) : (
          <p className="small">
            {scale === 'like'
              ? text.noiseLikes(percent(own.noise.equal))
              : text.noiseSays(
                  fixed(own.noise.deviation, 2),
                  fixed(spreadOf(own.ratings.map(({ value }) => value)), 2),
                  text.noiseUnit[scale],
                )}
          </p>
        )}
        <div className="scroll across" tabIndex={0} role="group" aria-label={text.noiseTitle}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{columns.rater}</th>
                {[columns.images, columns.pairs, columns.deviation, columns.equal, columns.icc].map(
                  (column) => (
                    <th key={column} scope="col" className="number">
                      {column}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, images, noise }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="number">{whole(images)}</td>
                  <td className="number">{whole(noise.pairs)}</td>
                  <td className="number">{fixed(noise.deviation, 2)}</td>
                  <td className="number">{percent(noise.equal)}</td>
                  <td className="number">{fixed(noise.icc, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {pairs.length === 0 ? null : (
          <div>
            <h3>{text.agreementTitle}</h3>
            <ul className="small">
              {pairs.map(([one, other]) => {
                const found = agreement(
                  ratingsOn(state, scale, one),
                  ratingsOn(state, scale, other),
                );
                return (
                  <li key={`${one}\n${other}`}>
                    {found.shared < FEW
                      ? text.agreementFew(one, other, whole(found.shared))
                      : text.agreement(
                          one,
                          other,
                          fixed(found.correlation, 2),
                          whole(found.shared),
                        )}
                  </li>
                );
              })}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}
