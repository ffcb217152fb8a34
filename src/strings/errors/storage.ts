// What errors of storage/ say, in the language that is read.

import { storage } from '../en/errors/storage';
import { errorsInLanguage } from '../language';

export const storageErrors = errorsInLanguage('storage', storage);
