// What errors of bench2d/ say, in the language that is read.

import { bench2d } from '../en/errors/bench2d';
import { errorsInLanguage } from '../language';

export const benchErrors = errorsInLanguage('bench2d', bench2d);
