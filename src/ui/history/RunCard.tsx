// A chosen run: its name, note and tags to edit, and what can be done with it.

import { Button, NativeSelect } from '@mantine/core';
import { useRef, useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import {
  deleteRun,
  duplicateRun,
  labelRun,
  sampleNow,
  toggleChosen,
} from '../../state/history/historyActions';
import { queueCopy, queueRun, unqueueRun } from '../../state/history/queueActions';
import { saveProject, saveReport } from '../../state/share/shareActions';
import { openScreen } from '../../state/session/sessionStore';
import { loadRun } from '../../state/training/runActions';
import { canLoad, isLoaded, runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { firstClick } from '../common/firstClick';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { runColour } from './runColour';

const text = strings.runs;

export function RunCard({ run, place }: { readonly run: RunSummary; readonly place: number }) {
  const loaded = useStore(runStore, (state) => isLoaded(state, run.id));
  const loadable = loaded || canLoad(run);
  return (
    <li className="run-card" style={{ borderInlineStartColor: runColour(place) }}>
      <div className="run-fields">
        <Field
          label={text.name}
          value={run.name}
          testId={testIds.runName}
          onSave={async (name) => name.trim() === '' || labelRun(run.id, { name })}
        />
        <Field
          label={text.tags}
          value={(run.tags ?? []).join(', ')}
          placeholder={text.tagsHint}
          testId={testIds.runTags}
          onSave={(tags) => labelRun(run.id, { tags: tags.split(',') })}
        />
        <Field
          label={text.note}
          value={run.note ?? ''}
          placeholder={text.notePlaceholder}
          testId={testIds.runNote}
          onSave={(note) => labelRun(run.id, { note })}
        />
      </div>
      <div className="row tight" role="group" aria-label={text.actions(run.name)}>
        {run.opened ? null : (
          <>
            <Action
              name={text.show}
              disabled={!loadable}
              act={() => {
                openScreen('training');
                void loadRun(run.id);
              }}
            />
            <Action
              name={text.duplicate}
              title={text.duplicateHint}
              testId={testIds.runDuplicate}
              act={() => void duplicateRun(run)}
            />
          </>
        )}
        {run.checkpointSteps.length === 0 ? null : (
          <NativeSelect
            size="xs"
            aria-label={text.startFrom}
            value=""
            data-testid={testIds.runStartFrom}
            data={[
              { value: '', label: text.startFrom },
              ...run.checkpointSteps
                .toReversed()
                .map((step) => ({ value: String(step), label: text.startFromStep(whole(step)) })),
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value !== '') void duplicateRun(run, Number(value));
            }}
          />
        )}
        {run.opened ? null : (
          <>
            <Action
              name={text.sampleNow}
              disabled={!loadable}
              testId={testIds.runSample}
              act={() => void sampleNow(run.id)}
            />
            <Action
              name={text.queueCopy}
              testId={testIds.runQueueCopy}
              act={() => void queueCopy(run)}
            />
            <span className="row tight" data-part="files">
              <Action
                name={strings.share.report}
                testId={testIds.runReport}
                act={() => void saveReport(run.id)}
              />
              <Action
                name={strings.share.projectOfRun}
                title={strings.share.projectHint}
                testId={testIds.runProject}
                act={() => void saveProject([run.id])}
              />
              <a
                className="small"
                href="./server/continue_training.py"
                download
                title={strings.share.serverHint}
                data-testid={testIds.serverScript}
              >
                {strings.share.server}
              </a>
            </span>
          </>
        )}
        {run.queuedAt !== undefined && run.status !== 'running' ? (
          <Action name={text.queueOff} act={() => void unqueueRun(run.id)} />
        ) : run.status === 'paused' || run.status === 'stopped' ? (
          <Action name={text.queueOn} act={() => void queueRun(run.id)} />
        ) : null}
        {run.status === 'running' ? null : (
          <Action
            name={strings.common.delete}
            testId={testIds.runDelete}
            act={() => void deleteRun(run.id)}
          />
        )}
        <Action name={text.close} act={() => toggleChosen(run.id)} quiet />
      </div>
    </li>
  );
}

interface ActionProps {
  readonly name: string;
  readonly act: () => void;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly quiet?: boolean;
}

function Action({ name, act, title, disabled = false, testId, quiet = false }: ActionProps) {
  return (
    <Button
      size="compact-sm"
      variant={quiet ? 'subtle' : 'default'}
      disabled={disabled}
      title={title}
      data-testid={testId}
      onClick={firstClick(act)}
    >
      {name}
    </Button>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly testId: string;
  readonly placeholder?: string;
  /** Resolves with whether it was kept. */
  readonly onSave: (value: string) => Promise<boolean>;
}

/** How long nothing is typed until what was typed is saved: a closed tab loses no more. */
const REST_MS = 1000;

/**
 * A line that saves when typing rests, when it is left and when Enter is pressed; Escape brings
 * back what it said before. What cannot be saved stays as it was typed.
 */
function Field({ label, value, testId, placeholder, onSave }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const before = useRef(value);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (text: string): void => {
    setTyped(text);
    clearTimeout(resting.current);
    resting.current = setTimeout(() => void onSave(text), REST_MS);
  };
  const save = async (): Promise<void> => {
    clearTimeout(resting.current);
    if (typed === null || typed === value || (await onSave(typed))) setTyped(null);
  };
  const giveUp = (): void => {
    clearTimeout(resting.current);
    setTyped(null);
    if (value !== before.current) void onSave(before.current);
  };
  return (
    <label className="run-field small">
      <span className="muted">{label}</span>
      <input
        value={typed ?? value}
        placeholder={placeholder}
        data-testid={testId}
        onFocus={() => (before.current = value)}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') giveUp();
        }}
      />
    </label>
  );
}
