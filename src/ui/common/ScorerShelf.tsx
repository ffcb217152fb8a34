// CLIP models of one's own, under a fold wherever rewards are chosen: what is there, with its hash;
// dropping a folder, a head on a model, and removing them. The one beside the app stands first,
// since heads can be put on it too.

import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useEffect, useRef } from 'react';
import type { ScorerInfo } from '../../domain/scorer';
import { strings } from '../../strings';
import { bytes, date } from '../../strings/format';
import {
  addHead,
  addScorer,
  cancelScorer,
  loadScorers,
  removeHead,
  removeScorer,
  scorerStore,
} from '../../state/common/scorerStore';
import { testIds } from '../testIds';
import { ConfirmDelete } from './ConfirmDelete';
import { droppedFiles } from './droppedFiles';
import { Failure } from './Failure';
import { ProgressLine } from './ProgressLine';
import { useStore } from './useStore';

const text = strings.scorers;

export function ScorerShelf() {
  const { scorers, busy, failure } = useStore(scorerStore, (state) => state);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void loadScorers();
  }, []);
  const own = scorers?.filter(({ hash }) => hash !== null).length ?? 0;
  return (
    <details className="fold scorer-shelf" data-testid={testIds.scorerShelf}>
      <summary>
        {text.title}
        {own > 0 ? <span className="chip">{text.count(own)}</span> : null}
      </summary>
      <div className="stack">
        <p className="small muted">{text.lede}</p>
        {failure === null ? null : <Failure failure={failure} testId={testIds.scorerFailure} />}
        {scorers === null || scorers.length === 0 ? null : (
          <ul className="list scorer-list">
            {scorers.map((scorer) => (
              <Scorer key={scorer.hash ?? ''} scorer={scorer} busy={busy !== null} />
            ))}
          </ul>
        )}
        {busy === null ? (
          <Dropzone
            className="drop scorer-drop"
            onDrop={(files) => void addScorer(droppedFiles(files))}
            activateOnClick={false}
            activateOnKeyboard={false}
            data-testid={testIds.scorerDrop}
            tabIndex={-1}
            role="group"
            aria-label={text.drop}
            inputProps={{ 'aria-label': text.drop, tabIndex: -1 }}
          >
            <div className="drop-inside">
              <p className="small">{text.drop}</p>
              <Button size="compact-sm" variant="default" onClick={() => folder.current?.click()}>
                {text.pick}
              </Button>
            </div>
          </Dropzone>
        ) : (
          <ProgressLine progress={busy} onCancel={cancelScorer} testId={testIds.scorerProgress} />
        )}
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          data-testid={testIds.scorerFolder}
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            const files = droppedFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
            void addScorer(files);
          }}
        />
      </div>
    </details>
  );
}

function Scorer({
  scorer: { hash, name, createdAt, bytes: size, heads },
  busy,
}: {
  readonly scorer: ScorerInfo;
  readonly busy: boolean;
}) {
  const head = useRef<HTMLInputElement>(null);
  return (
    <li data-testid={testIds.scorerRow} data-hash={hash ?? ''}>
      <div className="list-main">
        <span className="list-title">{name}</span>
        <span className="small muted">
          {hash === null ? (
            text.beside(bytes(size))
          ) : (
            <>
              {text.facts(bytes(size), date(createdAt))}{' '}
              <code title={hash}>{text.hash(hash.slice(0, 12))}</code>
            </>
          )}
        </span>
        {heads.map(({ id, name: called }) => (
          <span key={id} className="spread small scorer-head" data-testid={testIds.headRow}>
            <span>{text.head(called)}</span>
            <ConfirmDelete
              question={text.deleteHead(called)}
              onDelete={() => void removeHead(id)}
              testId={testIds.headDelete}
            />
          </span>
        ))}
        <span className="row tight">
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            aria-label={text.addHeadTo(name)}
            onClick={() => head.current?.click()}
          >
            {text.addHead}
          </Button>
          {hash === null ? null : (
            <ConfirmDelete
              question={text.deleteQuestion(name)}
              onDelete={() => void removeScorer(hash)}
              testId={testIds.scorerDelete}
            />
          )}
        </span>
        <input
          ref={head}
          type="file"
          hidden
          data-testid={testIds.headFile}
          accept=".safetensors,.pth,.pt,.bin"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void addHead(hash, file);
          }}
        />
      </div>
    </li>
  );
}
