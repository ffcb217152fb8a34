// Values in messages, in the language that is read.

import { values } from '../en/errors/values';
import { errorsInLanguage } from '../language';

export const valueWords = errorsInLanguage('values', values);
