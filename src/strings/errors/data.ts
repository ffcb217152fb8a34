// What errors of data/ say, in the language that is read.

import { data } from '../en/errors/data';
import { inLanguage } from '../language';

export const dataErrors = inLanguage('data', data);
