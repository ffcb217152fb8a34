// What errors say, a file per room that raises them: what happened with the value seen, and what to
// do next. `new StudioError(kind, ...settingErrors.notJson(…))`, from strings/errors/settings.

import type { Words } from '../words';
import type { bench2d } from './bench2d';
import type { data } from './data';
import type { device } from './device';
import type { executors } from './executors';
import type { formats } from './formats';
import type { models } from './models';
import type { objectives } from './objectives';
import type { paradigms } from './paradigms';
import type { rewards } from './rewards';
import type { runs } from './runs';
import type { schedules } from './schedules';
import type { settings } from './settings';
import type { storage } from './storage';
import type { values } from './values';
import type { worker } from './worker';

/** What the other languages must have. */
export type Errors = Words<{
  bench2d: typeof bench2d;
  data: typeof data;
  device: typeof device;
  executors: typeof executors;
  formats: typeof formats;
  models: typeof models;
  objectives: typeof objectives;
  paradigms: typeof paradigms;
  rewards: typeof rewards;
  runs: typeof runs;
  schedules: typeof schedules;
  settings: typeof settings;
  storage: typeof storage;
  values: typeof values;
  worker: typeof worker;
}>;
