// What this browser stores, kind by kind, with a way to delete each; damaged records, which show
// only here. Reached from the header, also where the studio could not start.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { StorageContents } from '../../domain/storageUse';
import { openShelf } from '../../state/models/modelStore';
import { strings } from '../../strings';
import { bytes, whole } from '../../strings/format';
import { CHECKPOINT_BUDGET_BYTES, LAST_KEPT } from '../../domain/checkpoints';
import {
  clearLatents,
  deleteEverything,
  describeStorage,
  dropRun,
  dropSet,
  markCheckpoint,
  storageStore,
} from '../../state/storage/storageStore';
import { runStore } from '../../state/training/runStore';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { StorageMeter } from '../session/StorageMeter';
import { testIds } from '../testIds';
import { DamagedRecords } from './DamagedRecords';

const text = strings.storage;

export function StorageScreen() {
  const contents = useStore(storageStore, (state) => state.contents);
  const failure = useStore(storageStore, (state) => state.failure);
  useEffect(() => {
    void describeStorage();
  }, []);
  return (
    <div className="screen" data-testid={testIds.storageScreen}>
      <header>
        <h1>{text.title}</h1>
        <p className="lede">{text.lede}</p>
      </header>
      {failure === null ? null : <Failure failure={failure} />}
      {contents === null ? (
        <p className="muted">{failure === null ? text.loading : text.cannotRead}</p>
      ) : (
        <>
          <Sets contents={contents} />
          <Runs contents={contents} />
          <DamagedRecords contents={contents} />
          <Others contents={contents} />
        </>
      )}
      <section className="row">
        <span className="small muted">{text.everything}</span>
        <ConfirmDelete question={text.deleteEverything} onDelete={() => void deleteEverything()} />
      </section>
    </div>
  );
}

function Sets({ contents: { sets } }: { readonly contents: StorageContents }) {
  return (
    <Panel title={text.sets} aside={<StorageMeter />}>
      {sets.length === 0 ? <p className="small muted">{text.none}</p> : null}
      <ul className="list">
        {sets.map(({ id, name, count, bytes: size, expected }) => (
          <li key={id} data-testid={testIds.storedSet}>
            <span className="list-main">
              <span className="list-title">{name}</span>
              <span className="small muted">
                {expected === null
                  ? text.set(whole(count), bytes(size))
                  : `${text.partial(whole(count), whole(expected))}, ${bytes(size)}`}
              </span>
            </span>
            <ConfirmDelete
              question={text.deleteSet(name)}
              testId={testIds.storedSetDelete}
              onDelete={() => void dropSet(id)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Runs({ contents: { runs } }: { readonly contents: StorageContents }) {
  const known = useStore(runStore, (state) => state.runs);
  return (
    <Panel title={text.runs} lede={text.thinning(LAST_KEPT)}>
      {runs.length === 0 ? <p className="small muted">{text.none}</p> : null}
      <ul className="list">
        {runs.map(({ id, name, checkpointSteps, checkpointBytes }) => (
          <li key={id} data-testid={testIds.storedRun} data-checkpoints={checkpointSteps.length}>
            <span className="list-main">
              <span className="list-title">{name}</span>
              <span className="small muted">
                {text.run(
                  checkpointSteps.length,
                  bytes(checkpointBytes),
                  bytes(CHECKPOINT_BUDGET_BYTES),
                )}
              </span>
              <span className="row tight steps">
                {checkpointSteps.map((step) => {
                  const marked =
                    known.find((run) => run.id === id)?.marked?.includes(step) ?? false;
                  return (
                    <Button
                      key={step}
                      size="compact-xs"
                      variant={marked ? 'filled' : 'default'}
                      aria-pressed={marked}
                      aria-label={text.mark(whole(step))}
                      title={text.mark(whole(step))}
                      onClick={() => void markCheckpoint(id, step, !marked)}
                    >
                      {whole(step)}
                    </Button>
                  );
                })}
              </span>
            </span>
            <ConfirmDelete
              question={text.deleteRun(name)}
              testId={testIds.storedRunDelete}
              onDelete={() => void dropRun(id)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Others({
  contents: { latents, evaluations, scorers, models },
}: {
  readonly contents: StorageContents;
}) {
  const size = scorers.reduce((sum, scorer) => sum + scorer.bytes, 0);
  const modelSize = models.reduce((sum, model) => sum + model.bytes, 0);
  return (
    <Panel title={text.others}>
      <ul className="list">
        <li>
          <span className="list-main small">{text.latents(whole(latents))}</span>
          {latents === 0 ? null : (
            <Button size="compact-sm" variant="default" onClick={() => void clearLatents()}>
              {text.clear}
            </Button>
          )}
        </li>
        {evaluations.length === 0 ? null : (
          <li>
            <span className="list-main small">{text.evaluations(evaluations.length)}</span>
          </li>
        )}
        {models.length === 0 ? null : (
          <li>
            <span className="list-main small">
              {text.models(models.map(({ name }) => name).join(', '), bytes(modelSize))}
            </span>
            <Button size="compact-sm" variant="default" onClick={openShelf}>
              {text.openModels}
            </Button>
          </li>
        )}
        {scorers.length === 0 ? null : (
          <li>
            <span className="list-main small">
              {text.scorers(scorers.map(({ name }) => name).join(', '), bytes(size))}
            </span>
          </li>
        )}
      </ul>
    </Panel>
  );
}
