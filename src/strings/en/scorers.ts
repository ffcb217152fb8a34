// Words about CLIP models of a person's own and the heads on them.

export const scorers = {
  title: 'CLIP models and heads of your own',
  count: (own: number) => `${own}`,
  lede:
    'A CLIP model scores how well image and prompt agree, and its features carry tastes ' +
    'and aesthetic heads. It stays in this browser.',
  drop:
    'Drop the folder of a CLIP model: config.json, model.safetensors, ' +
    'preprocessor_config.json, tokenizer_config.json, vocab.json, merges.txt.',
  pick: 'Choose a folder',
  beside: (size: string) => `comes with the studio, ${size}`,
  facts: (size: string, date: string) => `${size}, ${date},`,
  hash: (start: string) => `${start}…`,
  head: (name: string) => `Head: ${name}`,
  addHead: 'Add a head…',
  addHeadTo: (name: string) => `Add a head to ${name}`,
  deleteQuestion: (name: string) => `Delete “${name}” and the heads on it? Scores it gave stay.`,
  deleteHead: (name: string) => `Delete the head “${name}”? Scores it gave stay.`,
  features: 'Reads features of',
  gone: 'prompt alignment by a CLIP model that is not stored here',
};

/** What the worker calls its work on them, in words. */
export const scorerPhases = {
  scorerCheck: 'Checking the folder',
  scorerOpen: 'Reading the weights',
  scorerTry: 'Trying it on an image',
  scorerHead: 'Trying the head',
  scorerDelete: 'Removing it',
};
