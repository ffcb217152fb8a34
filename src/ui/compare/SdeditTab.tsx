// SDEdit: an image of the set or a file, a prompt and a strength; the edits by the base model and
// with the LoRA side by side, from the same noises.

import { Button, TextInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import {
  cancelEdits,
  changeSdedit,
  chooseFile,
  sampleEdits,
  sdeditStore,
} from '../../state/compare/sdeditStore';
import { runStore } from '../../state/training/runStore';
import { openScreen } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { score, signed } from '../../strings/format';
import { rewardStore } from '../../state/common/rewardStore';
import { scoredBy } from '../../state/objective/onlineDraft';
import { Choice } from '../common/Choice';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { ProgressLine } from '../common/ProgressLine';
import { useImages } from '../common/useImages';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.sdedit;
const SHELF = 12;
const SEEDS = ['1', '2', '4'] as const;

export function SdeditTab() {
  const runs = useStore(runStore, (state) => state.runs);
  const shownId = useStore(runStore, (state) => state.shownRunId);
  const failure = useStore(sdeditStore, (state) => state.failure);
  const usable = runs.filter((run) => run.checkpointSteps.length > 0);
  const [askedId, setAsked] = useState<string | null>(null);
  const run =
    usable.find(({ id }) => id === askedId) ?? usable.find(({ id }) => id === shownId) ?? usable[0];
  if (run === undefined)
    return (
      <div className="empty">
        <p>{text.noRun}</p>
        <Button onClick={() => openScreen('training')}>{strings.compare.toTraining}</Button>
      </div>
    );
  return (
    <>
      {failure === null ? null : <Failure failure={failure} />}
      <Panel title={text.questionTitle}>
        <div className="stack">
          <StartShelf />
          <Question
            run={run}
            runs={usable}
            onRun={(id) => {
              changeSdedit({});
              setAsked(id);
            }}
          />
        </div>
      </Panel>
      <Edits />
    </>
  );
}

/** Images of the open set to choose from, and a file. */
function StartShelf() {
  const chosen = useStore(sdeditStore, (state) => state.chosen);
  const dataset = useStore(datasetStore, currentDataset);
  const items = useStore(datasetStore, (state) => state.items).slice(0, SHELF);
  const { urls } = useImages(
    dataset?.id ?? null,
    items.map(({ id }) => id),
  );
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const chosenId = chosen !== null && 'imageId' in chosen.image ? chosen.image.imageId : null;
  return (
    <fieldset className="sdedit-shelf">
      <legend className="small">{text.image}</legend>
      {items.map((item) => (
        <label key={item.id} className={item.id === chosenId ? 'chosen' : ''}>
          <input
            type="radio"
            name={id}
            checked={item.id === chosenId}
            aria-label={text.ofSet(item.caption)}
            data-testid={testIds.sdeditImage}
            onChange={() =>
              changeSdedit({
                chosen: { image: { imageId: item.id }, name: item.caption, url: null },
                ...(sdeditStore.getState().prompt === '' && { prompt: item.caption }),
              })
            }
          />
          <img className="picture" src={urls.get(item.id)} alt="" />
        </label>
      ))}
      <div className="sdedit-file">
        {chosen?.url ? (
          <span className="chosen">
            <img className="picture" src={chosen.url} alt={text.ofFile(chosen.name)} />
          </span>
        ) : null}
        <Button size="compact-sm" variant="default" onClick={() => input.current?.click()}>
          {text.file}
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          hidden
          data-testid={testIds.sdeditFile}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void chooseFile(file);
          }}
        />
      </div>
    </fieldset>
  );
}

function Question({
  run,
  runs,
  onRun,
}: {
  readonly run: RunSummary;
  readonly runs: readonly RunSummary[];
  readonly onRun: (id: string) => void;
}) {
  const { chosen, prompt, strength, seeds, sampling } = useStore(sdeditStore, (state) => state);
  const id = useId();
  return (
    <>
      <div className="ask">
        <Choice
          label={strings.compare.run}
          value={run.id}
          options={runs.map((entry) => ({ value: entry.id, label: entry.name }))}
          onChange={onRun}
        />
        <Choice
          label={text.seeds}
          value={SEEDS.find((entry) => Number(entry) === seeds) ?? '2'}
          options={SEEDS.map((value) => ({ value, label: value }))}
          onChange={(value) => changeSdedit({ seeds: Number(value) })}
        />
        <TextInput
          className="wide-field"
          label={text.prompt}
          description={text.promptHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={prompt}
          data-testid={testIds.sdeditPrompt}
          onChange={(event) => changeSdedit({ prompt: event.currentTarget.value })}
        />
      </div>
      <div className="strength">
        <label htmlFor={id} className="small">
          {text.strength}: <b>{text.strengthValue(strength)}</b>
        </label>
        <input
          id={id}
          type="range"
          min={0.1}
          max={1}
          step={0.05}
          value={strength}
          aria-valuetext={text.strengthValue(strength)}
          style={{ '--fill': `${((strength - 0.1) / 0.9) * 100}%` } as React.CSSProperties}
          onChange={(event) => changeSdedit({ strength: Number(event.currentTarget.value) })}
        />
        <p className="small muted">{text.strengthSays}</p>
      </div>
      {sampling === null ? (
        <div className="row tight">
          <Button
            data-testid={testIds.sdeditSample}
            disabled={chosen === null || prompt.trim() === ''}
            onClick={() => void sampleEdits(run)}
          >
            {text.draw}
          </Button>
          {chosen === null ? <p className="small muted">{text.noImage}</p> : null}
        </div>
      ) : (
        <ProgressLine progress={sampling} onCancel={cancelEdits} />
      )}
    </>
  );
}

function Edits() {
  const edits = useStore(sdeditStore, (state) => state.edits);
  const rewardId = useStore(sdeditStore, (state) => state.rewardId);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  if (edits === null) return null;
  return (
    <Panel title={text.result} testId={testIds.sdeditResult}>
      <div className="pairs">
        {edits.map(({ before, after }) => (
          <figure className="pair" key={before.seed}>
            <div className="two">
              {(
                [
                  [text.base, before],
                  [text.aligned, after],
                ] as const
              ).map(([name, image]) => (
                <div key={name}>
                  <span className="small">{name}</span>
                  <img
                    className="picture"
                    src={image.url}
                    alt={`${image.prompt}, ${strings.training.seed(image.seed)}, ${name}`}
                  />
                </div>
              ))}
            </div>
            {Number.isFinite(before.score) ? (
              <div className="numbers">
                <span>
                  {scoredBy(rewardId, rewards)} {score(before.score)}
                </span>
                <span className={after.score > before.score ? 'good' : 'bad'}>
                  {signed(after.score - before.score)}
                </span>
                <span>{score(after.score)}</span>
              </div>
            ) : null}
            <figcaption>
              {before.prompt} <span className="muted">{strings.training.seed(before.seed)}</span>
            </figcaption>
          </figure>
        ))}
      </div>
    </Panel>
  );
}
