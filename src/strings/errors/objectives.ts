// What errors of objectives/ say, in the language that is read.

import { objectives } from '../en/errors/objectives';
import { errorsInLanguage } from '../language';

export const objectiveErrors = errorsInLanguage('objectives', objectives);
