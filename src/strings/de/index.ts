// German, with the keys and parameters of English.

import type { Strings } from '../en';
import type { Translation } from '../translation';
import { compare } from './compare';
import { bench2d } from './bench2d';
import { edit } from './edit';
import { errors } from './errors';
import { evaluate } from './evaluate';
import { gpu, gpuPhases } from './gpu';
import { guide } from './guide';
import { home } from './home';
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
import { records } from './records';
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

const strings: Strings = {
  ...page,
  compare,
  bench2d,
  edit,
  evaluate,
  gpu,
  guide,
  home,
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
  },
};

export const german: Translation = { strings, errors, records };
