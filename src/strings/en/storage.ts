// Words of the storage screen and of what goes wrong with storage, worker and tabs.

const records = (count: number): string => `${count} ${count === 1 ? 'record' : 'records'}`;

const kinds: Readonly<Record<string, string>> = {
  datasets: 'data set',
  images: 'image',
  runs: 'run',
  metrics: 'curve of a run',
  previews: 'sample images',
  checkpoints: 'checkpoint',
  heads: 'taste',
  scorers: 'CLIP model',
  evaluations: 'evaluation',
  evaluationImages: 'image of an evaluation',
  votes: 'vote',
};

export const storage = {
  title: 'Storage',
  open: 'Storage: see what is stored and make room',
  lede: 'What this browser keeps for Plumbline. Deleting here makes room at once.',
  loading: 'Looking at what is stored…',
  sets: 'Data sets',
  runs: 'Runs',
  others: 'Everything else',
  none: 'None.',
  set: (count: string, size: string) => `${count} images, ${size}`,
  partial: (count: string, expected: string) => `partial: ${count} of ${expected} images`,
  run: (count: number, size: string, budget: string) =>
    `${count} ${count === 1 ? 'checkpoint' : 'checkpoints'}, about ${size} (at most ${budget})`,
  thinning: (last: number) =>
    `Of a run’s checkpoints the last ${last} stay, before them ever fewer the older they are. ` +
    'The one nearest to the best sample images and those you mark always stay.',
  mark: (step: string) => `Keep step ${step}`,
  deleteRun: (name: string) => `Delete “${name}” with its checkpoints?`,
  deleteSet: (name: string) => `Delete “${name}” with its images?`,
  latents: (count: string) => `${count} encoded images; they are made again when needed`,
  models: (names: string, size: string) => `Base models of your own: ${names}, ${size} here`,
  openModels: 'Look at them',
  clear: 'Free them',
  evaluations: (count: number) => `${count} evaluations (delete them under After)`,
  scorers: (names: string, size: string) =>
    `CLIP models: ${names}, ${size} (delete them where rewards are chosen)`,
  damagedTitle: 'Damaged records',
  damagedLede:
    'They are not as they were written, so they are left out everywhere else. Download one if ' +
    'its content matters, then delete it.',
  damagedNone: 'No damaged record in the lists.',
  damagedChecked: 'Every record was looked through: none is damaged.',
  damaged: (count: number) => `${records(count)} cannot be used`,
  kind: (store: string) => kinds[store] ?? store,
  check: 'Look through everything',
  download: 'Download as JSON',
  deleteRecord: (kind: string) => `Delete this ${kind}?`,
  cannotRead: 'What is stored cannot be read',
  deleteEverything: 'Delete everything stored here?',
  everything: 'If nothing else helps, start over with an empty storage.',
  toStorage: 'Make room',
  panelFailed: 'This part of the page failed',
  panelFailedRemedy:
    'The rest goes on. Try again; if it comes back, look for damaged records under Storage.',
  tryAgain: 'Try again',
  loadEarlier: (step: string) => `Load step ${step} instead`,
  hung: (seconds: string) => `The training worker has not answered for ${seconds} s.`,
  hungRemedy: 'It may be at long work: wait. Or end it and start again;',
  hungStep: (step: string) => `the run goes on from its checkpoint at step ${step}.`,
  hungNoRun: 'everything stored is kept.',
  wait: 'Wait',
  restart: 'Restart',
  restartFrom: (step: string) => `Restart from step ${step}`,
  elsewhere: 'trained in another tab',
  following: 'This run is loaded in another tab. Its steps are shown here as they come.',
  takeOver: 'Take over here',
  taking: 'Asking the other tab…',
  follow: 'Follow',
  noAnswer: 'The other tab does not answer.',
  noAnswerRemedy: 'Close that tab, then load the run here.',
  handedOver: (name: string) => `“${name}” was taken over by another tab.`,
  handedOverRemedy: 'It was saved there first; its steps are still shown here.',
};
