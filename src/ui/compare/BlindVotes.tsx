// What the judges said: counts and shares with Wilson's interval of the revealed sittings, by judge
// and over all; hidden ones only by how far they are.

import { Button } from '@mantine/core';
import type { EvaluationSummary, Vote } from '../../domain/evaluation';
import { sittingKey, voteSummaries } from '../../evaluate/blindVotes';
import { strings } from '../../strings';
import { percent, whole } from '../../strings/format';
import { beginSitting, blindStore, revealSitting } from '../../state/compare/blindStore';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { exportVotes } from '../../state/evaluate/evaluationExports';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { IntervalMark } from '../evaluate/IntervalMark';

const text = strings.evaluate;

export function BlindVotes({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const votes = useStore(blindStore, (state) => state.votes[evaluation.id]) ?? [];
  if (votes.length === 0) return null;
  const shown = votes.filter((vote) => evaluation.revealed.includes(sittingKey(vote)));
  const hidden = new Map<string, Vote[]>();
  for (const vote of votes) {
    const key = sittingKey(vote);
    if (!evaluation.revealed.includes(key)) hidden.set(key, [...(hidden.get(key) ?? []), vote]);
  }
  return (
    <Panel title={text.votesTitle} lede={text.votesLede(evaluation.request.name)}>
      <div className="stack">
        {shown.length === 0 ? (
          <p className="small muted">{text.noVotes}</p>
        ) : (
          <Tallies evaluation={evaluation} votes={shown} />
        )}
        {hidden.size === 0 ? null : (
          <ul className="list">
            {[...hidden].map(([key, own]) => (
              <HiddenSitting key={key} evaluation={evaluation} sitting={key} votes={own} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function HiddenSitting({
  evaluation,
  sitting,
  votes,
}: {
  readonly evaluation: EvaluationSummary;
  readonly sitting: string;
  readonly votes: readonly Vote[];
}) {
  const { rater, question, first, second } = votes[0]!;
  const total = evaluation.request.prompts.length * evaluation.request.samplesPerPrompt;
  return (
    <li>
      <span className="list-main">
        {text.hiddenSitting(rater, text.questionNames[question], whole(votes.length), whole(total))}
      </span>
      <span className="row tight">
        {votes.length < total ? (
          <Button
            size="compact-sm"
            onClick={() => void beginSitting(evaluation, [first, second], question, rater)}
          >
            {text.goOn}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          data-testid={testIds.blindReveal}
          onClick={() => void revealSitting(evaluation.id, sitting)}
        >
          {text.reveal}
        </Button>
      </span>
    </li>
  );
}

function Tallies({
  evaluation,
  votes,
}: {
  readonly evaluation: EvaluationSummary;
  readonly votes: readonly Vote[];
}) {
  const name = (key: string): string => {
    const entry = evaluation.request.entries.find((one) => one.key === key);
    return entry === undefined ? key : entryLabel(entry);
  };
  return (
    <div className="stack tight">
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.votesTitle}>
        <table className="plain results" data-testid={testIds.blindTallies}>
          <thead>
            <tr>
              <th scope="col">{text.pairColumn}</th>
              <th scope="col">{text.question}</th>
              <th scope="col">{text.raterColumn}</th>
              <th scope="col" className="number">
                {text.votesFirst}
              </th>
              <th scope="col" className="number">
                {text.votesTies}
              </th>
              <th scope="col" className="number">
                {text.votesSecond}
              </th>
              <th scope="col">{text.shareColumn}</th>
            </tr>
          </thead>
          <tbody>
            {voteSummaries(votes).map(({ first, second, question, rater, tally }) => (
              <tr key={`${first} ${second} ${question} ${rater ?? ''}`}>
                <th scope="row">
                  {name(first)} / {name(second)}
                </th>
                <td title={text.questions[question]}>{text.questionNames[question]}</td>
                <td>{rater ?? text.everyone}</td>
                <td className="number">{whole(tally.first)}</td>
                <td className="number">{whole(tally.ties)}</td>
                <td className="number">{whole(tally.second)}</td>
                <td>
                  <b>{percent(tally.share)}</b>{' '}
                  <span className="muted">
                    [{percent(tally.lower)}, {percent(tally.upper)}]
                  </span>
                  <IntervalMark
                    value={tally.share}
                    lower={tally.lower}
                    upper={tally.upper}
                    domain={[0, 1]}
                    reference={0.5}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted note">{text.voteNote}</p>
      <div className="row tight" data-part="files">
        <Button
          variant="default"
          size="compact-sm"
          data-testid={testIds.exportVotes}
          onClick={() => exportVotes(evaluation, 'csv')}
        >
          {text.exportVotes}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => exportVotes(evaluation, 'md')}>
          {text.exportVotesMarkdown}
        </Button>
      </div>
    </div>
  );
}
