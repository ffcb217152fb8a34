// What errors of objectives/ say, in the language that is read.

import { objectives } from '../en/errors/objectives';
import { inLanguage } from '../language';

export const objectiveErrors = inLanguage('objectives', objectives);
