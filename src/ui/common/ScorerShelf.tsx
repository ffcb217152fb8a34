// CLIP models of one's own, under a fold wherever rewards are chosen: what is there, with its hash;
// dropping a folder and what it is, a head on a model, and removing them. The one beside the app
// stands first, since heads can be put on it too.

import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useEffect, useRef } from 'react';
import type { ScorerInfo, ScorerReport } from '../../domain/scorer';
import { strings } from '../../strings';
import { bytes, date, millions, whole } from '../../strings/format';
import {
  addHead,
  cancelScorer,
  dismissScorer,
  giveScorer,
  keepScorer,
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
  const { scorers, report, busy, failure } = useStore(scorerStore, (state) => state);
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
        {busy !== null ? (
          <ProgressLine progress={busy} onCancel={cancelScorer} testId={testIds.scorerProgress} />
        ) : report !== null ? (
          <Report report={report} />
        ) : (
          <Dropzone
            className="drop scorer-drop"
            onDrop={(files) => void giveScorer(droppedFiles(files))}
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
            void giveScorer(files);
          }}
        />
      </div>
    </details>
  );
}

/** What an opened folder is and takes, before anything of it is kept. */
function Report({ report }: { readonly report: ScorerReport }) {
  return (
    <div className="model-card stack tight" data-testid={testIds.scorerCard}>
      <b>
        {report.name}: {report.architecture}
      </b>
      <p className="small">
        {text.known(
          millions(report.parameters),
          report.dtype,
          whole(report.imageSize),
          whole(report.width),
        )}
      </p>
      <p className="small">
        {text.takes(bytes(report.memoryBytes))} {report.large ? text.rounded : null}
      </p>
      <p className="small muted">
        {report.keptAs === null ? text.copyNote(bytes(report.bytes)) : text.keptAs(report.keptAs)}
      </p>
      <span className="row tight">
        {report.keptAs === null ? (
          <Button
            size="compact-sm"
            data-testid={testIds.scorerKeep}
            onClick={() => void keepScorer()}
          >
            {text.keep}
          </Button>
        ) : null}
        <Button size="compact-sm" variant="default" onClick={dismissScorer}>
          {text.dismiss}
        </Button>
      </span>
    </div>
  );
}

/** The start of a hash, without what says how it was made. */
const shortHash = (hash: string): string => hash.replace(/^.*:/u, '').slice(0, 12);

function Scorer({
  scorer: { hash, name, createdAt, bytes: size, heads, architecture, memoryBytes },
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
              {architecture === null ? null : `${architecture}, `}
              {memoryBytes === null ? null : `${text.takesWhileScoring(bytes(memoryBytes))}; `}
              {text.facts(bytes(size), date(createdAt))}{' '}
              <code title={hash}>{text.hash(shortHash(hash))}</code>
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
