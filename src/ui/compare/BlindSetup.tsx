// Who judges what: images of which evaluation, which two models, which question, whose votes.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EvaluationSummary, Question } from '../../domain/evaluation';
import { QUESTIONS } from '../../evaluate/blindTrials';
import { sittingKey } from '../../evaluate/blindVotes';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { beginSitting, blindStore, setRater } from '../../state/compare/blindStore';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.evaluate;

interface BlindSetupProps {
  readonly evaluations: readonly EvaluationSummary[];
  readonly evaluation: EvaluationSummary;
  readonly onEvaluation: (id: string) => void;
}

export function BlindSetup({ evaluations, evaluation, onEvaluation }: BlindSetupProps) {
  const { request, results, revealed } = evaluation;
  const entries = request.entries.filter(({ key }) => results.some((result) => result.key === key));
  const [one, setOne] = useState(entries[0]!.key);
  const [other, setOther] = useState(entries[1]!.key);
  const [question, setQuestion] = useState<Question>('preference');
  const typed = useStore(blindStore, (state) => state.rater);
  const votes = useStore(blindStore, (state) => state.votes[evaluation.id]);
  const rater = typed.trim();
  const index = (key: string): number => entries.findIndex((entry) => entry.key === key);
  const [first, second] = index(one) < index(other) ? [one, other] : [other, one];
  const key = sittingKey({ first, second, question, rater });
  const total = request.prompts.length * request.samplesPerPrompt;
  const judged = votes?.filter((vote) => sittingKey(vote) === key).length ?? 0;
  const options = entries.map((entry) => ({ value: entry.key, label: entryLabel(entry) }));
  const hindrance =
    one === other
      ? text.sameModels
      : rater === ''
        ? text.raterNeeded
        : revealed.includes(key)
          ? text.alreadyRevealed
          : judged === total
            ? text.allJudged
            : null;
  return (
    <Panel title={text.blindSetup}>
      <form
        className="stack wide"
        onSubmit={(event) => {
          event.preventDefault();
          if (hindrance === null) void beginSitting(evaluation, [first, second], question, rater);
        }}
      >
        <div className="ask long">
          {evaluations.length < 2 ? null : (
            <Choice
              label={text.evaluation}
              value={evaluation.id}
              options={evaluations.map(({ id, request: { name } }) => ({ value: id, label: name }))}
              onChange={onEvaluation}
            />
          )}
          <Choice label={text.firstModel} value={one} options={options} onChange={setOne} />
          <Choice label={text.secondModel} value={other} options={options} onChange={setOther} />
          <TextInput
            label={text.rater}
            description={text.raterHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="name"
            value={typed}
            data-testid={testIds.blindRater}
            onChange={(event) => setRater(event.currentTarget.value)}
          />
        </div>
        <div className="stack tight">
          <Segments
            label={text.question}
            showLabel
            value={question}
            options={QUESTIONS.map((value) => ({ value, label: text.questionNames[value] }))}
            onChange={setQuestion}
            testId="blind-question"
          />
          <p>{text.questions[question]}</p>
        </div>
        <div className="row">
          <Button type="submit" data-testid={testIds.blindBegin} disabled={hindrance !== null}>
            {judged > 0 && judged < total ? text.goOnAt(whole(judged), whole(total)) : text.begin}
          </Button>
          <span className="small muted">{hindrance ?? text.pairCount(whole(total))}</span>
        </div>
      </form>
    </Panel>
  );
}
