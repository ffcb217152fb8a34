// What errors of runs/ say, in the language that is read.

import { runs } from '../en/errors/runs';
import { errorsInLanguage } from '../language';

export const runErrors = errorsInLanguage('runs', runs);
