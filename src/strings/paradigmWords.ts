// The words of paradigms, for code that is loaded without the page’s other texts.

import { paradigms } from './en/paradigms';
import { partInLanguage } from './language';

export const paradigmWords = partInLanguage('paradigms', paradigms);
