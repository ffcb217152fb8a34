// What errors of runs/ say, in the language that is read.

import { runs } from '../en/errors/runs';
import { inLanguage } from '../language';

export const runErrors = inLanguage('runs', runs);
