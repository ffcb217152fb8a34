// @vitest-environment happy-dom
// What a draft says of scores that are all one, and of an image that cannot be read.

import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderUi } from '../../../test-support/renderUi';
import type { SetPreview } from '../../domain/dataset';
import { strings } from '../../strings';
import { DraftPreview } from './DraftPreview';

const text = strings.data;
const preview = (scores: readonly number[]): SetPreview => ({
  recognised: [],
  notes: [],
  rows: 9,
  scores,
  sample: [{ file: 'a.jpg', prompt: 'a cat', score: 3, image: new Blob(['HEIC']) }],
  rejected: [],
});

describe('DraftPreview', () => {
  it('tells the range of the scores, and one score as one', () => {
    const { unmount } = renderUi(<DraftPreview preview={preview([3, 8])} />);
    expect(screen.getByText(text.previewScores('3', '8'))).toBeTruthy();
    unmount();
    renderUi(<DraftPreview preview={preview([3, 3])} />);
    expect(screen.getByText(text.previewOneScore('3'))).toBeTruthy();
  });
  it('marks an image that cannot be read, and says what the import does with it', async () => {
    renderUi(<DraftPreview preview={preview([3])} />);
    expect(await screen.findByText(text.previewUnread)).toBeTruthy();
    expect(screen.getByText(text.previewShown(1, 9))).toBeTruthy();
  });
});
