// German of en/errors/.

import type { Errors } from '../../en/errors';
import { bench2d } from './bench2d';
import { data } from './data';
import { device } from './device';
import { executors } from './executors';
import { formats } from './formats';
import { models } from './models';
import { objectives } from './objectives';
import { paradigms } from './paradigms';
import { rewards } from './rewards';
import { runs } from './runs';
import { schedules } from './schedules';
import { settings } from './settings';
import { storage } from './storage';
import { values } from './values';
import { worker } from './worker';

export const errors: Errors = {
  bench2d,
  data,
  device,
  executors,
  formats,
  models,
  objectives,
  paradigms,
  rewards,
  runs,
  schedules,
  settings,
  storage,
  values,
  worker,
};
