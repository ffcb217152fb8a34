// The words of settings, for code that is loaded without the page’s other texts.

import { settings } from './en/settings';
import { partInLanguage } from './language';

export const settingWords = partInLanguage('settings', settings);
