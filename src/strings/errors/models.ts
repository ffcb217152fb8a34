// What errors of models/ say, in the language that is read.

import { models } from '../en/errors/models';
import { errorsInLanguage } from '../language';

export const modelErrors = errorsInLanguage('models', models);
