// What errors of device/ say, in the language that is read.

import { device } from '../en/errors/device';
import { inLanguage } from '../language';

export const deviceErrors = inLanguage('device', device);
