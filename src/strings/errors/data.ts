// What errors of data/ say, in the language that is read.

import { data } from '../en/errors/data';
import { errorsInLanguage } from '../language';

export const dataErrors = errorsInLanguage('data', data);
