// What errors of worker/ say, in the language that is read.

import { worker } from '../en/errors/worker';
import { errorsInLanguage } from '../language';

export const workerErrors = errorsInLanguage('worker', worker);
