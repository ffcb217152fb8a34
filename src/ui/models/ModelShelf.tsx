// Base models of one's own, under a fold of the data screen: drop or choose one, see what it is,
// keep it, rename and remove it.

import { Button, TextInput } from '@mantine/core';
import { useRef, useState, type DragEvent } from 'react';
import type { ModelInfo } from '../../bridge/protocol';
import { paradigmFacts } from '../../paradigms/facts';
import {
  allowModel,
  cancelModel,
  giveModel,
  modelStore,
  removeModel,
  renameModel,
  setShelfOpen,
} from '../../state/models/modelStore';
import { sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { bytes, whole } from '../../strings/format';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { canLink, droppedModel, givenFiles, pickModel } from './givenModel';
import { LoraCard } from './LoraCard';
import { LoraList } from './LoraList';
import { ModelCard } from './ModelCard';

const text = strings.models;

export function ModelShelf() {
  const { open, report, lora, given, busy, failure } = useStore(modelStore, (state) => state);
  const models = useStore(sessionStore, (state) => state.models);
  const own = models.filter((model) => model.own !== undefined);
  return (
    <details
      className="fold model-shelf"
      open={open}
      onToggle={(event) => setShelfOpen(event.currentTarget.open)}
      data-testid={testIds.modelShelf}
    >
      <summary>
        {text.title}
        {own.length > 0 ? <span className="chip">{whole(own.length)}</span> : null}
      </summary>
      <div className="stack">
        <p className="small muted">{text.lede}</p>
        {failure === null ? null : <Failure failure={failure} testId={testIds.modelFailure} />}
        {busy !== null ? (
          <ProgressLine progress={busy} onCancel={cancelModel} testId={testIds.modelProgress} />
        ) : report !== null && given !== null ? (
          <ModelCard report={report} linked={given.handle !== null} />
        ) : lora !== null ? (
          <LoraCard lora={lora} />
        ) : (
          <Give />
        )}
        {own.length === 0 ? null : (
          <ul className="list" aria-label={text.list}>
            {own.map((model) => (
              <OwnModel key={model.id} model={model} />
            ))}
          </ul>
        )}
        <LoraList />
      </div>
    </details>
  );
}

function Give() {
  const [over, setOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void droppedModel(event.dataTransfer).then((given) => given && giveModel(given));
  };
  const pick = async (what: 'folder' | 'file'): Promise<void> => {
    if (!canLink()) {
      (what === 'folder' ? folder : file).current?.click();
      return;
    }
    const given = await pickModel(what);
    if (given) await giveModel(given);
  };
  return (
    <div
      className={`model-drop${over ? ' over' : ''}`}
      role="group"
      aria-label={text.drop}
      data-testid={testIds.modelDrop}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <p className="small">{text.drop}</p>
      <span className="row tight">
        <Button size="compact-sm" variant="default" onClick={() => void pick('folder')}>
          {text.pickFolder}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void pick('file')}>
          {text.pickFile}
        </Button>
      </span>
      {(
        [
          [folder, testIds.modelFolder, { webkitdirectory: '' }],
          [file, testIds.modelFile, {}],
        ] as const
      ).map(([ref, testId, more]) => (
        <input
          key={testId}
          ref={ref}
          type="file"
          multiple
          hidden
          data-testid={testId}
          {...more}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            if (files.length > 0) void giveModel(givenFiles(files));
          }}
        />
      ))}
    </div>
  );
}

function OwnModel({ model }: { readonly model: ModelInfo }) {
  const [name, setName] = useState<string | null>(null);
  const { own } = model;
  if (own === undefined) return null;
  const { words } = paradigmFacts(model.paradigm);
  return (
    <li data-testid={testIds.modelRow} data-place={own.place}>
      <div className="list-main">
        {name === null ? (
          <span className="list-title">{model.name}</span>
        ) : (
          <form
            className="row tight"
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== '') void renameModel(model.id, name.trim());
              setName(null);
            }}
          >
            <TextInput
              size="xs"
              aria-label={text.name}
              value={name}
              autoFocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button size="compact-xs" type="submit" variant="default">
              {text.save}
            </Button>
          </form>
        )}
        <span className="small muted">
          {own.architecture}, {words.predicts(model.predictionType)}, {own.dtype};{' '}
          {text.places[own.place](bytes(model.bytes))}
        </span>
        <span className="row tight">
          {own.place === 'asks' ? (
            <Button size="compact-xs" variant="default" onClick={() => void allowModel(model)}>
              {text.allow}
            </Button>
          ) : null}
          {name === null ? (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${text.rename}: ${model.name}`}
              onClick={() => setName(model.name)}
            >
              {text.rename}
            </Button>
          ) : null}
          <ConfirmDelete
            question={text.deleteQuestion(model.name)}
            onDelete={() => void removeModel(model.id)}
            testId={testIds.modelDelete}
          />
        </span>
      </div>
    </li>
  );
}
