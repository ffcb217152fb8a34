// The one place from which the page takes its words. A second language is a second file of type Strings and a choice here.

import { en } from './en';

export type Strings = typeof en;
export const strings: Strings = en;
