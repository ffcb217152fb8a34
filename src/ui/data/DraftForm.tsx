// What was found in the dropped files, before anything is stored: the set's name and which column
// plays which part.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import type { Draft } from '../../state/data/datasetStore';
import { mappingComplete } from '../../state/data/datasetStore';
import { discardDraft, editDraft, importDraft } from '../../state/data/datasetActions';
import { Panel } from '../common/Panel';
import { DraftPreview } from './DraftPreview';
import { testIds } from '../testIds';

interface Part {
  readonly key: 'fileName' | 'text' | 'score';
  readonly label: string;
  readonly testId: string;
  /** What it means that no column holds this part; absent where one must. */
  readonly none?: string;
}

const PARTS: readonly Part[] = [
  { key: 'fileName', label: strings.data.mapFileName, testId: testIds.mapFileName },
  {
    key: 'text',
    label: strings.data.mapText,
    testId: testIds.mapText,
    none: strings.data.mapNoText,
  },
  {
    key: 'score',
    label: strings.data.mapScore,
    testId: testIds.mapScore,
    none: strings.rating.importing.none,
  },
];

/** No column is called so: names are trimmed. */
const NO_COLUMN = ' ';

export function DraftForm({ draft }: { readonly draft: Draft }) {
  const complete = draft.exported || mappingComplete(draft.mapping);
  const facts = strings.data.draftFacts(
    whole(draft.rows),
    draft.table,
    strings.data.filesCount(draft.files.length),
  );
  return (
    <Panel title={strings.data.draftTitle} lede={facts} testId={testIds.draft}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void importDraft();
        }}
      >
        <div className="fields">
          <TextInput
            label={strings.data.draftName}
            value={draft.name}
            data-testid={testIds.draftName}
            onChange={(event) => editDraft({ name: event.currentTarget.value })}
          />
          {draft.exported || draft.columns.length === 0
            ? null
            : PARTS.map((part) => (
                <NativeSelect
                  key={part.key}
                  label={part.label}
                  data-testid={part.testId}
                  value={
                    draft.mapping[part.key] === null ? NO_COLUMN : (draft.mapping[part.key] ?? '')
                  }
                  data={[
                    { value: '', label: strings.data.mapNone },
                    ...(part.none === undefined ? [] : [{ value: NO_COLUMN, label: part.none }]),
                    ...draft.columns.map((column) => ({ value: column, label: column })),
                  ]}
                  onChange={(event) => {
                    const { [part.key]: _, ...others } = draft.mapping;
                    const chosen = event.currentTarget.value;
                    editDraft({
                      mapping:
                        chosen === ''
                          ? others
                          : { ...others, [part.key]: chosen === NO_COLUMN ? null : chosen },
                    });
                  }}
                />
              ))}
        </div>
        {draft.mapping.text === null && !draft.exported ? (
          <TextInput
            label={strings.data.promptForAll}
            value={draft.mapping.promptForAll ?? ''}
            data-testid={testIds.promptForAll}
            onChange={(event) =>
              editDraft({
                mapping: { ...draft.mapping, promptForAll: event.currentTarget.value },
              })
            }
          />
        ) : null}
        {draft.preview === null ? null : <DraftPreview preview={draft.preview} />}
        <p className="small muted">
          {draft.exported
            ? strings.rating.importing.exported
            : complete
              ? strings.data.mappingGuessed
              : strings.data.mappingNeeded}
        </p>
        <div className="row tight">
          <Button
            type="submit"
            disabled={!complete || draft.name.trim() === ''}
            data-testid={testIds.importButton}
          >
            {strings.data.import}
          </Button>
          <Button variant="default" onClick={discardDraft}>
            {strings.data.discard}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
