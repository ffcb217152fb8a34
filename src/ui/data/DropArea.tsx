// Where files come in: dropped, picked, a whole folder, or the demo set with one press. Paths are
// kept relative to what was dropped, since the table names files that way.

import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { ChangeEvent } from 'react';
import { useRef } from 'react';
import { strings } from '../../strings';
import { inspectFiles, openDemo } from '../../state/data/datasetActions';
import { openGenerateForm } from '../../state/data/generateStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { droppedFiles } from '../common/droppedFiles';
import { useStore } from '../common/useStore';
import { PlumbBob } from '../session/PlumbBob';
import { testIds } from '../testIds';

export function DropArea({ busy }: { readonly busy: boolean }) {
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const model = useStore(sessionStore, currentModel);
  const ready = useStore(sessionStore, (state) => state.connection === 'ready');
  const pick = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    void inspectFiles(droppedFiles(files));
  };
  return (
    <div className="bring">
      <Dropzone
        className="drop"
        onDrop={(files) => void inspectFiles(droppedFiles(files))}
        loading={busy}
        disabled={!ready}
        activateOnClick={false}
        activateOnKeyboard={false}
        data-testid={testIds.dropzone}
        tabIndex={-1}
        role="group"
        aria-label={strings.data.drop}
        inputProps={{ 'aria-label': strings.data.drop, tabIndex: -1 }}
      >
        <div className="drop-inside">
          <span className="drop-mark" aria-hidden="true">
            <PlumbBob size={22} />
          </span>
          <Dropzone.Accept>
            <p className="drop-title">{strings.data.dropActive}</p>
          </Dropzone.Accept>
          <Dropzone.Idle>
            <p className="drop-title">{busy ? strings.data.inspecting : strings.data.drop}</p>
          </Dropzone.Idle>
          <p className="small muted">{strings.data.dropHint}</p>
          <div className="row tight drop-buttons">
            <Button variant="default" disabled={!ready} onClick={() => fileInput.current?.click()}>
              {strings.data.pickFiles}
            </Button>
            <Button
              variant="default"
              disabled={!ready}
              onClick={() => folderInput.current?.click()}
            >
              {strings.data.pickFolder}
            </Button>
          </div>
        </div>
      </Dropzone>
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        onChange={pick}
        data-testid={testIds.fileInput}
      />
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        onChange={pick}
        data-testid={testIds.folderInput}
        {...{ webkitdirectory: '' }}
      />
      <div className="demo">
        <span className="eyebrow">{strings.data.or}</span>
        {model?.hasDemo === false ? (
          <p className="small muted">{strings.data.noDemo}</p>
        ) : (
          <>
            <Button
              disabled={!ready || model === null}
              onClick={() => void openDemo()}
              data-testid={testIds.openDemo}
            >
              {strings.data.demo}
            </Button>
            <p className="small muted">{model === null ? '' : strings.data.demoHint(model.name)}</p>
          </>
        )}
        <Button
          variant="default"
          disabled={!ready || model === null}
          onClick={openGenerateForm}
          data-testid={testIds.makeOpen}
        >
          {strings.rating.make.open}
        </Button>
        <p className="small muted">
          {model === null ? '' : strings.rating.make.openHint(model.name)}
        </p>
      </div>
    </div>
  );
}
