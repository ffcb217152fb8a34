// What errors of rewards/ say, in the language that is read.

import { rewards } from '../en/errors/rewards';
import { errorsInLanguage } from '../language';

export const rewardErrors = errorsInLanguage('rewards', rewards);
