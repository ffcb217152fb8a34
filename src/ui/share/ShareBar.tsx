// What is saved as one file and opened from one: projects, sample images, fault reports. A file may
// be dropped on the bar.

import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import {
  cancelShare,
  openShared,
  saveBugReport,
  saveProject,
  shareStore,
} from '../../state/share/shareActions';
import { strings } from '../../strings';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { ClassLink } from './ClassLink';

const text = strings.share;

export function ShareBar() {
  const { busy, failure, said } = useStore(shareStore, (state) => state);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const open = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file !== undefined) void openShared(file);
  };
  return (
    <section
      className={over ? 'share-bar over' : 'share-bar'}
      aria-label={text.title}
      data-part="files"
      data-testid={testIds.shareBar}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        open(event.dataTransfer.files);
      }}
    >
      <div className="row tight">
        <input
          ref={input}
          type="file"
          accept=".zip,.png"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={text.open}
          data-testid={testIds.openShared}
          onChange={(event) => {
            open(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
        <Button
          size="compact-sm"
          variant="default"
          title={text.openHint}
          onClick={() => input.current?.click()}
        >
          {text.open}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          title={text.projectHint}
          data-testid={testIds.saveProject}
          onClick={() => void saveProject(null)}
        >
          {text.project}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          title={text.bugHint}
          data-testid={testIds.bugReport}
          onClick={() => void saveBugReport()}
        >
          {text.bug}
        </Button>
        <ClassLink />
        <span className="small muted">{text.openHint}</span>
      </div>
      {busy === null ? null : <ProgressLine progress={busy} onCancel={cancelShare} />}
      {failure === null ? null : <Failure failure={failure} />}
      {said === null ? null : (
        <p className="message" role="status" data-testid={testIds.shareSaid}>
          {said}
        </p>
      )}
    </section>
  );
}
