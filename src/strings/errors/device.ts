// What errors of device/ say, in the language that is read.

import { device } from '../en/errors/device';
import { errorsInLanguage } from '../language';

export const deviceErrors = errorsInLanguage('device', device);
