// What errors of formats/ say, in the language that is read.

import { formats } from '../en/errors/formats';
import { inLanguage } from '../language';

export const formatErrors = inLanguage('formats', formats);
