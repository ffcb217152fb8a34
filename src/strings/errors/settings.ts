// What errors of settings/ say, in the language that is read.

import { settings } from '../en/errors/settings';
import { errorsInLanguage } from '../language';

export const settingErrors = errorsInLanguage('settings', settings);
