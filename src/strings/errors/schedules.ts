// What errors of schedules/ say, in the language that is read.

import { schedules } from '../en/errors/schedules';
import { errorsInLanguage } from '../language';

export const scheduleErrors = errorsInLanguage('schedules', schedules);
