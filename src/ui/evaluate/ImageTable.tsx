// The images behind the numbers: a row a prompt, a column a model, all from the same noise; which
// sample is chosen above.

import { useState } from 'react';
import type { EvaluationSummary } from '../../domain/evaluation';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { Choice } from '../common/Choice';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { testIds } from '../testIds';
import { ModelHeads } from './ModelHeads';
import { useEvaluationImages } from './useEvaluationImages';

const text = strings.evaluate;

export function ImageTable({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const [chosen, setChosen] = useState(0);
  const { request, done } = evaluation;
  const sample = Math.min(chosen, request.samplesPerPrompt - 1);
  const places = request.prompts.flatMap((_, prompt) =>
    request.entries.map((__, entry) => ({ entry, prompt, sample })),
  );
  const { url, failure } = useEvaluationImages(evaluation.id, places, done);
  const samples = Array.from({ length: request.samplesPerPrompt }, (_, index) => String(index));
  return (
    <Panel
      title={text.imagesTitle}
      lede={text.imagesLede}
      testId={testIds.imageTable}
      aside={
        <Choice
          label={text.sample}
          value={String(sample)}
          options={samples.map((value) => ({
            value,
            label: text.sampleOf(whole(Number(value) + 1), whole(samples.length)),
          }))}
          onChange={(value) => setChosen(Number(value))}
        />
      }
    >
      {failure === null ? null : <Failure failure={failure} />}
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.imagesTitle}>
        <table className="previews">
          <ModelHeads corner={<td />} entries={request.entries} />
          <tbody>
            {request.prompts.map((prompt, p) => (
              <tr key={`${prompt}-${p}`}>
                <th scope="row">{prompt}</th>
                {request.entries.map((entry, e) => {
                  const source = url({ entry: e, prompt: p, sample });
                  const alt = text.imageAlt(entryLabel(entry), prompt);
                  return (
                    <td key={entry.key}>
                      {source === undefined ? (
                        <span
                          className="picture waiting"
                          role="img"
                          aria-label={`${alt}: ${text.notSampled}`}
                        />
                      ) : (
                        <img className="picture" src={source} alt={alt} />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
