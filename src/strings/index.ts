// The one place from which the page takes its words. A second language is a second file of type Strings and a choice here.

import { en } from './en';
import { threshold } from './threshold';

const english = { ...en, threshold };
export type Strings = typeof english;
export const strings: Strings = english;
