// Words about correcting a stored set: its name and single images.

export const edit = {
  rename: 'Rename',
  name: 'Name of the set',
  save: 'Save',
  cancel: 'Cancel',
  image: (fileName: string) => `Image ${fileName}`,
  open: (fileName: string) => `Correct or remove ${fileName}`,
  prompt: 'Prompt',
  score: (source: string) => `Score (${source})`,
  scoreRated: 'The scores of this set are ratings: rate the image again to change its score.',
  remove: 'Remove from the set',
  removeHint: 'It can be put back. Runs that were made with it keep it.',
  undo: 'Undo',
  changed: (fileName: string) => `${fileName} was changed.`,
  removed: (fileName: string) => `${fileName} was removed.`,
  removedCount: (count: string) => `Removed images: ${count}`,
  restore: 'Put all back',
  errors: {
    setGone: ['This data set is gone.', 'Import it again.'] as const,
    imageGone: ['This image is not stored any more.', 'Reload the page.'] as const,
    noName: (name: string) =>
      [`“${name}” is no name for a set.`, 'Give one with a letter or a digit.'] as const,
    noNumber: (score: string) =>
      [`${score} is no score.`, 'Give a number, or leave the field empty for none.'] as const,
    rated: [
      'The scores of this set are ratings.',
      'Rate the image again, or choose other scores for the set first.',
    ] as const,
  },
};
