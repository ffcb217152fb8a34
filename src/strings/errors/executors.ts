// What errors of executors/ say, in the language that is read.

import { executors } from '../en/errors/executors';
import { errorsInLanguage } from '../language';

export const executorErrors = errorsInLanguage('executors', executors);
