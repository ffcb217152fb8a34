// English: every text that people read. The other languages have its keys and the parameters of its
// functions (`Strings`), or they do not compile.

import type { Words } from './words';
import { compare } from './compare';
import { bench2d } from './bench2d';
import { edit } from './edit';
import { evaluate } from './evaluate';
import { guide } from './guide';
import { home } from './home';
import { gpu, gpuPhases } from './gpu';
import { importing } from './importing';
import { memory } from './memory';
import { memoryText } from './memoryFits';
import { methods } from './methods';
import { modelPhases, models } from './models';
import { online } from './online';
import { page } from './page';
import { paradigms } from './paradigms';
import { plot } from './plot';
import { race } from './race';
import { rating, ratingPhases } from './rating';
import { rewarded } from './rewarded';
import { rewards } from './rewards';
import { runs } from './runs';
import { scorerPhases, scorers } from './scorers';
import { sdedit } from './sdedit';
import { settings } from './settings';
import { share } from './share';
import { stages } from './stages';
import { storage } from './storage';
import { threshold } from './threshold';
import { training } from './training';

export const english = {
  ...page,
  compare,
  bench2d,
  edit,
  evaluate,
  guide,
  home,
  gpu,
  importing,
  memory,
  memoryText,
  methods,
  models,
  online,
  paradigms,
  plot,
  race,
  rating,
  rewarded,
  rewards,
  runs,
  scorers,
  sdedit,
  settings,
  share,
  stages,
  storage,
  threshold,
  training,
  phases: {
    ...page.phases,
    ...ratingPhases,
    ...scorerPhases,
    ...modelPhases,
    ...gpuPhases,
    project: share.projectPhase,
  } as Readonly<Record<string, string>>,
};

export type Strings = Words<typeof english>;
