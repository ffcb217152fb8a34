// One pair: two images without a name, one question, and three answers by key, click or tap.
// Nothing here says which model is which; the images' addresses do not either.

import { Button, UnstyledButton } from '@mantine/core';
import { useEffect } from 'react';
import type { Choice } from '../../domain/evaluation';
import { sittingKey } from '../../evaluate/blindVotes';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import {
  blindStore,
  leaveSitting,
  revealSitting,
  skipPair,
  trialPlaces,
  undoVote,
  vote,
  type Sitting,
} from '../../state/compare/blindStore';
import { preferencesStore } from '../../state/session/preferences';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { useEvaluationImages } from '../evaluate/useEvaluationImages';

const text = strings.evaluate;
const TAKES_KEYS = 'input, textarea, select, [contenteditable], [role="dialog"], [role="tablist"]';

/** Arrow keys always act; letters only where shortcuts are on (WCAG 2.1.4). */
function useJudgingKeys(): boolean {
  const letters = useStore(preferencesStore, (state) => state.shortcuts);
  useEffect(() => {
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => void vote('left'),
      ArrowRight: () => void vote('right'),
      ArrowDown: () => void vote('tie'),
      ...(letters ? { u: () => void undoVote(), s: skipPair } : {}),
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null) return;
      const acts = act[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (acts === undefined) return;
      event.preventDefault();
      acts();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [letters]);
  return letters;
}

export function BlindStage({ sitting }: { readonly sitting: Sitting }) {
  const letters = useJudgingKeys();
  const trial = sitting.waiting[0];
  const judged = sitting.votes.length;
  return (
    <Panel
      title={
        trial === undefined
          ? text.sittingDone
          : text.stageTitle(whole(judged + 1), whole(sitting.total))
      }
      testId={testIds.blindStage}
      aside={
        <Button size="compact-sm" variant="subtle" className="quiet" onClick={leaveSitting}>
          {text.stop}
        </Button>
      }
    >
      <div className="stack">
        <span className="progress" aria-hidden="true">
          <span style={{ inlineSize: `${(judged / sitting.total) * 100}%` }} />
        </span>
        {trial === undefined ? (
          <Ending sitting={sitting} />
        ) : (
          <Pair sitting={sitting} letters={letters} />
        )}
        <p className="visually-hidden" role="status">
          {judged === 0 ? '' : text.saved(whole(judged), whole(sitting.total))}
        </p>
      </div>
    </Panel>
  );
}

function Pair({ sitting, letters }: { readonly sitting: Sitting; readonly letters: boolean }) {
  const trial = sitting.waiting[0]!;
  const saving = useStore(blindStore, (state) => state.saving);
  const places = trialPlaces(sitting, trial);
  const { url } = useEvaluationImages(sitting.evaluation.id, places);
  const [left, right] = [url(places[0]), url(places[1])];
  // Both or none: the one that comes first must not be told by it.
  const ready = left !== undefined && right !== undefined;
  const side = (choice: Choice, name: string, source: string | undefined) => (
    <UnstyledButton
      className="blind-picture"
      aria-label={`${name}: ${choice === 'left' ? text.chooseLeft : text.chooseRight}`}
      disabled={!ready}
      onClick={() => void vote(choice)}
    >
      {ready ? (
        <img className="picture" src={source} alt={name} />
      ) : (
        <span className="picture waiting" />
      )}
    </UnstyledButton>
  );
  return (
    <div className="blind">
      <div>
        <p className="blind-question">{text.questions[sitting.question]}</p>
        <p className="blind-prompt">{sitting.evaluation.request.prompts[trial.prompt]}</p>
      </div>
      <div className="blind-pair">
        {side('left', text.leftImage, left)}
        {side('right', text.rightImage, right)}
      </div>
      <div className="blind-answers">
        <Button
          variant="default"
          disabled={!ready}
          onClick={() => void vote('left')}
          leftSection={<kbd className="mono">{text.keys.left}</kbd>}
        >
          {text.chooseLeft}
        </Button>
        <Button
          variant="default"
          disabled={!ready}
          onClick={() => void vote('tie')}
          leftSection={<kbd className="mono">{text.keys.tie}</kbd>}
        >
          {text.tie}
        </Button>
        <Button
          variant="default"
          disabled={!ready}
          onClick={() => void vote('right')}
          rightSection={<kbd className="mono">{text.keys.right}</kbd>}
        >
          {text.chooseRight}
        </Button>
      </div>
      <div className="row tight blind-aside">
        <Button
          size="compact-sm"
          variant="subtle"
          className="quiet"
          disabled={sitting.votes.length === 0 || saving}
          onClick={() => void undoVote()}
          {...(letters ? { leftSection: <kbd className="mono">{text.keys.undo}</kbd> } : {})}
        >
          {text.undo}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          className="quiet"
          disabled={sitting.waiting.length < 2 || saving}
          onClick={skipPair}
          {...(letters ? { leftSection: <kbd className="mono">{text.keys.skip}</kbd> } : {})}
        >
          {text.skip}
        </Button>
      </div>
    </div>
  );
}

function Ending({ sitting }: { readonly sitting: Sitting }) {
  return (
    <div className="row">
      <Button
        data-testid={testIds.blindReveal}
        autoFocus
        onClick={() => void revealSitting(sitting.evaluation.id, sittingKey(sitting))}
      >
        {text.reveal}
      </Button>
      <Button variant="default" onClick={() => void undoVote()}>
        {text.undo}
      </Button>
      <span className="small muted">{text.revealHint}</span>
    </div>
  );
}
