// @vitest-environment happy-dom
// The form of a set before it is imported, and the rows an import left out.

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { datasetStore, type Draft } from '../../state/data/datasetStore';
import { sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { DraftForm } from './DraftForm';
import { RejectedRows } from './RejectedRows';

resetStores(datasetStore, sessionStore);

const DRAFT: Draft = {
  name: 'emoji',
  files: [],
  columns: ['file', 'prompt', 'stars'],
  mapping: {},
  rows: 12,
  table: 'metadata.csv',
  exported: false,
  preview: null,
};

function Open() {
  const draft = useStore(datasetStore, (state) => state.draft);
  return draft === null ? <p>no draft</p> : <DraftForm draft={draft} />;
}

function open(values: Partial<Draft> = {}): void {
  datasetStore.setState({ draft: { ...DRAFT, ...values } });
  sessionStore.setState({ modelId: 'nano' });
  renderUi(<Open />);
}

const importButton = (): HTMLButtonElement => screen.getByTestId(testIds.importButton);

describe('DraftForm', () => {
  it('imports once every part has a column, with the mapping that was chosen', async () => {
    const sent = recordRequests();
    open();
    expect(importButton().disabled).toBe(true);
    expect(screen.getByText(strings.data.mappingNeeded)).toBeTruthy();
    await userEvent.selectOptions(screen.getByTestId(testIds.mapFileName), 'file');
    await userEvent.selectOptions(screen.getByTestId(testIds.mapText), 'prompt');
    await userEvent.selectOptions(screen.getByTestId(testIds.mapScore), 'stars');
    expect(screen.getByText(strings.data.mappingGuessed)).toBeTruthy();
    await userEvent.click(importButton());
    expect(sent.filter(({ command }) => command === 'importDataset')).toEqual([
      {
        command: 'importDataset',
        request: {
          name: 'emoji',
          files: [],
          mapping: { fileName: 'file', text: 'prompt', score: 'stars' },
          modelId: 'nano',
        },
      },
    ]);
  });
  it('takes a set without scores where that is said', async () => {
    open({ mapping: { fileName: 'file', text: 'prompt' } });
    expect(importButton().disabled).toBe(true);
    await userEvent.selectOptions(
      screen.getByTestId(testIds.mapScore),
      strings.rating.importing.none,
    );
    expect(datasetStore.getState().draft!.mapping).toEqual({
      fileName: 'file',
      text: 'prompt',
      score: null,
    });
    expect(importButton().disabled).toBe(false);
    // and back to none chosen
    await userEvent.selectOptions(screen.getByTestId(testIds.mapScore), strings.data.mapNone);
    expect(importButton().disabled).toBe(true);
  });
  it('shows what an import would do, and asks again for another mapping', async () => {
    const sent = recordRequests();
    open({
      mapping: { fileName: 'file', text: null, score: 'stars' },
      preview: {
        recognised: ['12 rows in metadata.csv'],
        notes: ['Decimal commas were read as points (0,5 is 0.5).'],
        rows: 2,
        scores: [1, 5],
        sample: [
          { file: 'a.png', prompt: 'a cat', score: 1, image: new Blob(['x']) },
          { file: 'b.png', prompt: null, score: null, image: null },
        ],
        rejected: [{ row: 3, file: 'c.png', reason: 'no such file in what was dropped' }],
      },
    });
    const preview = screen.getByTestId(testIds.draftPreview);
    for (const words of ['12 rows in metadata.csv', 'Decimal commas', 'a cat', 'no such file'])
      expect(preview.textContent).toContain(words);
    expect(preview.textContent).toContain(strings.data.previewRows(2, 2));
    await userEvent.type(screen.getByTestId(testIds.promptForAll), 'an emoji');
    expect(datasetStore.getState().draft!.mapping.promptForAll).toBe('an emoji');
    expect(sent).toEqual([]);
    await userEvent.selectOptions(screen.getByTestId(testIds.mapText), 'prompt');
    expect(sent.map(({ command }) => command)).toEqual(['inspectTable']);
  });
  it('needs a name', async () => {
    open({ mapping: { fileName: 'file', text: 'prompt', score: 'stars' } });
    expect(importButton().disabled).toBe(false);
    await userEvent.clear(screen.getByTestId(testIds.draftName));
    await userEvent.type(screen.getByTestId(testIds.draftName), '  ');
    expect(importButton().disabled).toBe(true);
  });
  it('asks for no columns of a set that was exported here, and can be discarded', async () => {
    open({ exported: true });
    expect(screen.queryByTestId(testIds.mapScore)).toBeNull();
    expect(importButton().disabled).toBe(false);
    await userEvent.click(screen.getByRole('button', { name: strings.data.discard }));
    expect(screen.getByText('no draft')).toBeTruthy();
  });
});

describe('RejectedRows', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ row: i, file: `${i}.png`, reason: `reason ${i}` }));

  it('is not there where nothing was left out', () => {
    renderUi(<RejectedRows />);
    expect(screen.queryByTestId(testIds.rejected)).toBeNull();
  });
  it('shows the first fifty with their reasons, and all on demand', async () => {
    datasetStore.setState({ rejected: rows(60) });
    renderUi(<RejectedRows />);
    expect(screen.getAllByTestId(testIds.rejectedRow)).toHaveLength(50);
    // row 0 is a file without a row
    expect(screen.getAllByTestId(testIds.rejectedRow)[0]!.textContent).toBe(
      `${strings.data.noRow}0.pngreason 0`,
    );
    await userEvent.click(screen.getByRole('button', { name: strings.data.showAll(60) }));
    expect(screen.getAllByTestId(testIds.rejectedRow)).toHaveLength(60);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
