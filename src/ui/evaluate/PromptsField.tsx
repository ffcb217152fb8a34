// The prompts of an evaluation, one a line, with the lists that are at hand to fill in.

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { editDraft, trainedPrompts } from '../../state/evaluate/evaluationDraft';
import type { Purpose } from '../../state/evaluate/evaluationStore';
import { countIn, FROM_SET, heldOutStore, type HeldOut } from '../../state/evaluate/heldOut';
import { spread } from '../../settings/wallPrompts';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import type { Drafting } from './useDraft';
import { promptLines } from '../../settings/promptLines';

const text = strings.evaluate;
const NONE: HeldOut = { validation: [], test: [] };

export function PromptsField({
  draft,
  model,
  runs,
  purpose,
}: Drafting & { readonly purpose: Purpose }) {
  const [typed, setTyped] = useState<string | null>(null);
  // Lines that repeat a prompt: twice the same images would make an interval too narrow.
  const [repeated, setRepeated] = useState(0);
  const heldOut = useStore(heldOutStore, (state) => state[model.id]) ?? NONE;
  const items = useStore(datasetStore, (state) => state.items);
  const prompts = draft.prompts[purpose];
  const setPrompts = [...new Set(items.map((item) => item.caption))];
  const edit = (next: readonly string[]): void =>
    editDraft({ prompts: { ...draft.prompts, [purpose]: next } });
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [text.fillPreview, model.previewPrompts],
    [text.fillValidation, heldOut.validation],
    [text.fillTest, heldOut.test],
    [text.fillSet, spread(setPrompts, FROM_SET)],
  ];
  const from = [...lists.slice(0, 3), [text.fillSet, setPrompts] as const]
    .map(([name, list]) => [name, countIn(prompts, list)] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} (${whole(count)})`);
  return (
    <div className="stack tight">
      <Textarea
        label={text.prompts}
        description={text.promptsHint(whole(prompts.length))}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={7}
        value={typed ?? prompts.join('\n')}
        data-testid={testIds.evaluationPrompts}
        onChange={(event) => {
          const lines = promptLines(event.currentTarget.value);
          const once = [...new Set(lines)];
          setTyped(event.currentTarget.value);
          setRepeated(lines.length - once.length);
          edit(once);
        }}
        onBlur={() => setTyped(null)}
      />
      {repeated === 0 ? null : (
        <p className="message warn small" role="status">
          {text.repeated(repeated)}
        </p>
      )}
      {from.length === 0 ? null : (
        <p className="small" data-testid={testIds.promptsFrom}>
          {text.promptsFrom(from.join(', '))}
        </p>
      )}
      <div className="row tight small">
        <span className="muted">{text.fillWith}</span>
        {lists
          .filter(([, list]) => list.length > 0)
          .map(([name, list]) => (
            <Button
              key={name}
              size="compact-xs"
              variant="default"
              onClick={() => {
                setTyped(null);
                setRepeated(0);
                edit(list);
              }}
            >
              {name} ({whole(list.length)})
            </Button>
          ))}
      </div>
      {heldOut.test.length === 0 ? null : <p className="small muted">{text.heldOutHint}</p>}
      <PromptWarnings
        tested={countIn(prompts, heldOut.test)}
        trained={countIn(prompts, trainedPrompts(setPrompts, runs))}
        say={text.testOpened}
      />
    </div>
  );
}

/** What a reader of an evaluation has to know of its prompts. */
export function PromptWarnings({
  tested,
  trained,
  say,
}: {
  /** Prompts that are test prompts, and prompts of the training set. */
  readonly tested: number;
  readonly trained: number;
  readonly say: (count: string) => string;
}) {
  return (
    <>
      {tested === 0 ? null : <p className="message warn small">{say(whole(tested))}</p>}
      {trained === 0 ? null : (
        <p className="message warn small">{text.trainedOn(whole(trained))}</p>
      )}
    </>
  );
}
