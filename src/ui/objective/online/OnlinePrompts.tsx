// The prompts an online run draws: one a line, typed or taken from a list that is at hand.

import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { strings } from '../../../strings';
import { whole } from '../../../strings/format';
import { datasetStore } from '../../../state/data/datasetStore';
import { setPrompts } from '../../../state/data/generateStore';
import { loadDemoPrompts, onlineDraft } from '../../../state/objective/onlineDraft';
import { currentModel, sessionStore } from '../../../state/session/sessionStore';
import { editSettings, settingsStore } from '../../../state/objective/settingsStore';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';
import { promptLines } from '../../../settings/promptLines';

const text = strings.online;

/** Each prompt once. */
const promptsIn = (typed: string): string[] => [...new Set(promptLines(typed))];

export function OnlinePrompts({ locked }: { readonly locked: boolean }) {
  const prompts = useStore(settingsStore, (state) => state.settings.source.onlinePrompts);
  const batchSize = useStore(settingsStore, (state) => state.settings.training.batchSize);
  const model = useStore(sessionStore, currentModel);
  const demo = useStore(onlineDraft, (state) =>
    model === null ? undefined : state.demoPrompts[model.id],
  );
  useStore(datasetStore, (state) => state.items);
  // What is being typed; null while the field shows the setting itself.
  const [typed, setTyped] = useState<string | null>(null);
  const modelId = model?.id;
  useEffect(() => {
    if (modelId !== undefined) void loadDemoPrompts(modelId);
  }, [modelId]);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [text.fillSet, setPrompts()],
    [text.fillDemo, demo ?? []],
    [text.fillModel, model?.previewPrompts ?? []],
  ];
  return (
    <div className="stack tight">
      <Textarea
        label={text.prompts}
        rows={9}
        disabled={locked}
        value={typed ?? prompts.join('\n')}
        data-testid={testIds.onlinePrompts}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={
          locked
            ? strings.objective.locked
            : prompts.length === 0
              ? text.promptsNone
              : text.promptsHint(
                  whole(prompts.length),
                  text.rounds(Math.ceil(prompts.length / batchSize)),
                )
        }
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          editSettings({ source: { onlinePrompts: promptsIn(event.currentTarget.value) } });
        }}
        onBlur={() => setTyped(null)}
      />
      {locked ? null : (
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
                  editSettings({ source: { onlinePrompts: [...new Set(list)] } });
                }}
              >
                {name} ({whole(list.length)})
              </Button>
            ))}
        </div>
      )}
    </div>
  );
}
