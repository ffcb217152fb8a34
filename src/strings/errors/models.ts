// What errors of models/ say, in the language that is read.

import { models } from '../en/errors/models';
import { inLanguage } from '../language';

export const modelErrors = inLanguage('models', models);
