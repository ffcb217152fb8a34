// What errors of bench2d/ say, in the language that is read.

import { bench2d } from '../en/errors/bench2d';
import { inLanguage } from '../language';

export const benchErrors = inLanguage('bench2d', bench2d);
