// The prompts of an evaluation, one a line, with the lists that are at hand to fill in.

import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { client } from '../../state/session/client';
import { datasetStore } from '../../state/data/datasetStore';
import { editDraft } from '../../state/evaluate/evaluationDraft';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import type { Drafting } from './useDraft';

const text = strings.evaluate;
/** Prompts taken from a set: a whole set would be drawn for hours. */
const FROM_SET = 32;

export function PromptsField({ draft, model }: Drafting) {
  const [typed, setTyped] = useState<string | null>(null);
  const [heldOut, setHeldOut] = useState<{
    validation: readonly string[];
    test: readonly string[];
  }>({ validation: [], test: [] });
  const items = useStore(datasetStore, (state) => state.items);
  useEffect(() => {
    let current = true;
    // A model without such a file simply has no such lists.
    client.request('heldOutPrompts', { modelId: model.id }).then(
      (lists) => {
        if (current) setHeldOut(lists);
      },
      () => {
        if (current) setHeldOut({ validation: [], test: [] });
      },
    );
    return () => {
      current = false;
    };
  }, [model.id]);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [text.fillPreview, model.previewPrompts],
    [text.fillSet, [...new Set(items.map((item) => item.caption))].slice(0, FROM_SET)],
    [text.fillValidation, heldOut.validation],
    [text.fillTest, heldOut.test],
  ];
  return (
    <div className="stack tight">
      <Textarea
        label={text.prompts}
        description={text.promptsHint(whole(draft.prompts.length))}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={7}
        value={typed ?? draft.prompts.join('\n')}
        data-testid={testIds.evaluationPrompts}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          editDraft({
            prompts: event.currentTarget.value
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          });
        }}
        onBlur={() => setTyped(null)}
      />
      <div className="row tight small">
        <span className="muted">{text.fillWith}</span>
        {lists
          .filter(([, prompts]) => prompts.length > 0)
          .map(([name, prompts]) => (
            <Button
              key={name}
              size="compact-xs"
              variant="default"
              onClick={() => {
                setTyped(null);
                editDraft({ prompts });
              }}
            >
              {name} ({whole(prompts.length)})
            </Button>
          ))}
      </div>
      {heldOut.test.length === 0 ? null : <p className="small muted">{text.heldOutHint}</p>}
    </div>
  );
}
