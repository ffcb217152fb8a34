// What errors of schedules/ say, in the language that is read.

import { schedules } from '../en/errors/schedules';
import { inLanguage } from '../language';

export const scheduleErrors = inLanguage('schedules', schedules);
