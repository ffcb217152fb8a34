// What errors of executors/ say, in the language that is read.

import { executors } from '../en/errors/executors';
import { inLanguage } from '../language';

export const executorErrors = inLanguage('executors', executors);
