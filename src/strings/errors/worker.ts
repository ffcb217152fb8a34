// What errors of worker/ say, in the language that is read.

import { worker } from '../en/errors/worker';
import { inLanguage } from '../language';

export const workerErrors = inLanguage('worker', worker);
