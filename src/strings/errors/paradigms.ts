// What errors of paradigms/ say, in the language that is read.

import { paradigms } from '../en/errors/paradigms';
import { inLanguage } from '../language';

export const paradigmErrors = inLanguage('paradigms', paradigms);
