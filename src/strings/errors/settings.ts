// What errors of settings/ say, in the language that is read.

import { settings } from '../en/errors/settings';
import { inLanguage } from '../language';

export const settingErrors = inLanguage('settings', settings);
