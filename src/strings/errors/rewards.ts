// What errors of rewards/ say, in the language that is read.

import { rewards } from '../en/errors/rewards';
import { inLanguage } from '../language';

export const rewardErrors = inLanguage('rewards', rewards);
