// What errors of paradigms/ say, in the language that is read.

import { paradigms } from '../en/errors/paradigms';
import { errorsInLanguage } from '../language';

export const paradigmErrors = errorsInLanguage('paradigms', paradigms);
