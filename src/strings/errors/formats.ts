// What errors of formats/ say, in the language that is read.

import { formats } from '../en/errors/formats';
import { errorsInLanguage } from '../language';

export const formatErrors = errorsInLanguage('formats', formats);
