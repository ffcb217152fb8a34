// The page's texts in the language that is read (language.ts). What errors say lies in a module per
// room, `errors/`, so that code that reads, trains and scores brings its own texts with it.

import { english, type Strings } from './en';
import { stringsInLanguage } from './language';

export type { Strings };

export const strings: Strings = stringsInLanguage(english);
