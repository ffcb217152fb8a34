// Bounds and step of the threshold percentile, from the one list of settings.

import { NUMBER_SETTINGS } from '../../settings/numberSettings';

export const PERCENTILE = NUMBER_SETTINGS.find((setting) => setting.key === 'percentile')!;
