// The models of an evaluation: the base, and rows of run, checkpoint and strength.

import { Button, CloseButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { fixed, typedNumber, whole } from '../../strings/format';
import {
  editDraft,
  lastCheckpoint,
  LARGEST_STRENGTH,
  type DraftEntry,
} from '../../state/evaluate/evaluationDraft';
import { Choice } from '../common/Choice';
import { testIds } from '../testIds';
import type { Drafting } from './useDraft';

const text = strings.evaluate;

export function EntryRows({ draft, model, runs }: Drafting) {
  const change = (index: number, values: Partial<DraftEntry>): void =>
    editDraft({
      entries: draft.entries.map((entry, i) => (i === index ? { ...entry, ...values } : entry)),
    });
  const add = (): void => {
    // A run that is not there yet, else another strength of the last.
    const fresh = runs.find((run) => draft.entries.every((entry) => entry.runId !== run.id));
    const last = draft.entries.at(-1);
    if (fresh !== undefined)
      editDraft({
        entries: [
          ...draft.entries,
          { runId: fresh.id, checkpointStep: lastCheckpoint(fresh), strength: 1 },
        ],
      });
    else if (last !== undefined)
      editDraft({
        entries: [
          ...draft.entries,
          { ...last, strength: last.strength > 0.5 ? last.strength / 2 : last.strength * 2 },
        ],
      });
  };
  return (
    <div className="stack tight" role="group" aria-label={text.entries}>
      <h3>{text.entries}</h3>
      <p className="small muted">{runs.length === 0 ? text.noRuns(model.name) : text.baseAlways}</p>
      <ul className="entry-rows">
        {draft.entries.map((entry, index) => {
          const run = runs.find((one) => one.id === entry.runId);
          if (run === undefined) return null;
          const steps = run.checkpointSteps.toSorted((a, b) => b - a);
          return (
            <li key={index} data-testid={testIds.entryRow}>
              <Choice
                label={text.run}
                value={entry.runId}
                options={runs.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(runId) =>
                  change(index, {
                    runId,
                    checkpointStep: lastCheckpoint(runs.find((one) => one.id === runId)!),
                  })
                }
              />
              <Choice
                label={text.checkpoint}
                value={String(entry.checkpointStep)}
                options={steps.map((step) => ({
                  value: String(step),
                  label: strings.compare.atStep(whole(step)),
                }))}
                onChange={(step) => change(index, { checkpointStep: Number(step) })}
              />
              <StrengthField
                value={entry.strength}
                onChange={(strength) => change(index, { strength })}
              />
              <CloseButton
                aria-label={text.removeEntry(run.name)}
                onClick={() => editDraft({ entries: draft.entries.filter((_, i) => i !== index) })}
              />
            </li>
          );
        })}
      </ul>
      {runs.length === 0 ? null : (
        <div>
          <Button variant="default" size="compact-sm" data-testid={testIds.addEntry} onClick={add}>
            {text.addEntry}
          </Button>
        </div>
      )}
    </div>
  );
}

function StrengthField({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = (): void => {
    const number = typedNumber(typed ?? '');
    setTyped(null);
    if (number > 0 && number <= LARGEST_STRENGTH) onChange(number);
  };
  return (
    <TextInput
      label={text.strength}
      inputMode="decimal"
      size="sm"
      value={typed ?? fixed(value, 2)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
