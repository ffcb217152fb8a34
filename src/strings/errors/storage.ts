// What errors of storage/ say, in the language that is read.

import { storage } from '../en/errors/storage';
import { inLanguage } from '../language';

export const storageErrors = inLanguage('storage', storage);
