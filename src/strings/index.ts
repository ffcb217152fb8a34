// The one place from which the page takes its words. A second language is a second file of type
// Strings and a choice here.

import { after } from './after';
import { bench2d } from './bench2d';
import { edit } from './edit';
import { en } from './en';
import { errors } from './errors';
import { evaluate } from './evaluate';
import { guide } from './guide';
import { home } from './home';
import { memory } from './memory';
import { modelPhases, models } from './models';
import { methods } from './methods';
import { online } from './online';
import { plot } from './plot';
import { race } from './race';
import { rating, ratingPhases } from './rating';
import { rewarded } from './rewarded';
import { runs } from './runs';
import { share } from './share';
import { scorerPhases, scorers } from './scorers';
import { settings } from './settings';
import { storage } from './storage';
import { threshold } from './threshold';
import { training } from './training';

const english = {
  ...en,
  after,
  bench2d,
  edit,
  errors: { ...en.errors, ...errors },
  evaluate,
  guide,
  home,
  memory,
  models,
  methods,
  online,
  plot,
  race,
  rating,
  rewarded,
  runs,
  scorers,
  settings,
  share,
  storage,
  threshold,
  training,
  phases: {
    ...en.phases,
    ...ratingPhases,
    ...scorerPhases,
    ...modelPhases,
    project: share.projectPhase,
  } as Readonly<Record<string, string>>,
};
export type Strings = typeof english;
export const strings: Strings = english;
