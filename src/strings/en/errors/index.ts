// What errors say, a file per room that raises them: what happened with the value seen, and what to
// do next. `new StudioError(kind, ...strings.errors.settings.notJson(…))`.

import { bench2d } from './bench2d';
import { data } from './data';
import { device } from './device';
import { evaluate } from './evaluate';
import { executors } from './executors';
import { formats } from './formats';
import { graph } from './graph';
import { kernels } from './kernels';
import { models } from './models';
import { objectives } from './objectives';
import { paradigms } from './paradigms';
import { rewards } from './rewards';
import { runs } from './runs';
import { schedules } from './schedules';
import { settings } from './settings';
import { storage } from './storage';
import { worker } from './worker';

export const errors = {
  bench2d,
  data,
  device,
  evaluate,
  executors,
  formats,
  graph,
  kernels,
  models,
  objectives,
  paradigms,
  rewards,
  runs,
  schedules,
  settings,
  storage,
  worker,
};
