// The stored evaluations of one purpose: what each is of, how far it is sampled, and what can be
// done with it.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { date, whole } from '../../strings/format';
import {
  deleteEvaluation,
  sampleEvaluation,
  showEvaluation,
} from '../../state/evaluate/evaluationActions';
import { evaluationStore, type Purpose } from '../../state/evaluate/evaluationStore';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.evaluate;

export function EvaluationList({
  purpose,
  title,
  openId,
}: {
  readonly purpose: Purpose;
  readonly title: string;
  readonly openId: string | null;
}) {
  const evaluations = useStore(evaluationStore, (state) => state.evaluations);
  const sampling = useStore(evaluationStore, (state) => state.sampling);
  const listed = evaluations?.filter((evaluation) => evaluation.request.purpose === purpose) ?? [];
  if (listed.length === 0) return null;
  return (
    <Panel title={title}>
      <ul className="list">
        {listed.map((evaluation) => {
          const { id, request, done, total, status, createdAt } = evaluation;
          return (
            <li
              key={id}
              className={id === openId ? 'current' : ''}
              data-testid={testIds.evaluationRow}
              data-status={sampling?.id === id ? 'drawing' : status}
            >
              <span className="list-main">
                <span className="list-title">{request.name}</span>
                <span className="small muted">
                  {text.storedFacts(
                    request.entries.length,
                    request.prompts.length,
                    request.samplesPerPrompt,
                    date(createdAt),
                  )}
                </span>
                {status === 'finished' ? null : (
                  <span className="small">
                    {text.partly(
                      whole(sampling?.id === id ? sampling.progress.done : done),
                      whole(total),
                    )}
                  </span>
                )}
              </span>
              <span className="row tight">
                {status === 'finished' || sampling !== null ? null : (
                  <Button
                    size="compact-sm"
                    data-testid={testIds.evaluationGoOn}
                    onClick={() => {
                      showEvaluation(purpose, id);
                      void sampleEvaluation(id);
                    }}
                  >
                    {text.goOn}
                  </Button>
                )}
                {id === openId ? (
                  <span className="small muted">{text.shown}</span>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => showEvaluation(purpose, id)}
                  >
                    {text.show}
                  </Button>
                )}
                {sampling?.id === id ? null : (
                  <ConfirmDelete
                    question={text.deleteQuestion(request.name)}
                    testId={testIds.evaluationDelete}
                    onDelete={() => void deleteEvaluation(id)}
                  />
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
