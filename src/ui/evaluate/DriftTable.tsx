// What the reward cost: diversity and drift from the base in both directions, a row per model, with
// what each number is.

import type { EvaluationSummary } from '../../domain/evaluation';
import { paradigmFacts } from '../../paradigms/facts';
import { strings } from '../../strings';
import { short, whole } from '../../strings/format';
import { sessionStore } from '../../state/session/sessionStore';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.evaluate;

export function DriftTable({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const { request, results, features, featureCount } = evaluation;
  const rows = request.entries.flatMap((entry) =>
    results.filter((result) => result.key === entry.key).map((result) => ({ entry, ...result })),
  );
  const paradigm = useStore(
    sessionStore,
    (state) => state.models.find((model) => model.id === request.modelId)?.paradigm ?? null,
  );
  const measured = rows.some(({ drift }) => drift?.logRatio != null);
  const images = request.prompts.length * request.samplesPerPrompt;
  return (
    <Panel title={text.driftTitle} lede={text.driftLede}>
      <div className="stack tight">
        <div className="scroll across" tabIndex={0} role="group" aria-label={text.driftTitle}>
          <table className="plain results">
            <thead>
              <tr>
                <th scope="col">{text.model}</th>
                <th scope="col" className="number">
                  {text.diversity}
                </th>
                <th scope="col" className="number">
                  {text.diversityAcross}
                </th>
                <th scope="col" className="number">
                  {text.frechet}
                </th>
                <th scope="col" className="number">
                  {text.change}
                </th>
                {measured ? (
                  <>
                    <th scope="col" className="number">
                      {text.logRatio}
                    </th>
                    <th scope="col" className="number">
                      {text.reverseLogRatio}
                    </th>
                  </>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ entry, diversity, diversityAcross, drift }) => (
                <tr key={entry.key} data-testid={testIds.driftRow}>
                  <th scope="row">{entryLabel(entry)}</th>
                  <td className="number">{short(diversity)}</td>
                  <td className="number">{short(diversityAcross)}</td>
                  <td className="number">{short(drift?.frechet ?? 0)}</td>
                  <td className="number">{short(drift?.change ?? 0)}</td>
                  {measured ? (
                    <>
                      <td className="number">{short(drift?.logRatio ?? 0)}</td>
                      <td className="number">{short(drift?.reverseLogRatio ?? 0)}</td>
                    </>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="small muted note">
          {text.driftNotes(
            text.features[features],
            features === 'clip' ? text.unitClip : text.unitPixels,
          )}{' '}
          {measured && paradigm
            ? `${paradigmFacts(paradigm).words.logRatioNote} ${text.negativeKl}`
            : ''}
        </p>
        {images > featureCount ? null : (
          <p className="small muted note">
            {text.fewForFrechet(whole(images), whole(featureCount))}
          </p>
        )}
      </div>
    </Panel>
  );
}
