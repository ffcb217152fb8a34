// Errors of settings/.

import { full } from '../../format';
import type { Said } from './said';

export const settings = {
  notUsable: (key: string, what: string): Said => [
    `Setting “${key}” is not usable: ${what}`,
    'Correct that value in the file or the link, or reset the settings to their defaults.',
  ],
  noSuchNumber: (method: string) => `${method} has no such number.`,
  notBetween: (value: number, min: number, max: number) =>
    `${full(value)} is not between ${full(min)} and ${full(max)}.`,
  noProxySet: (): Said => [
    'τ is to come from a proxy set, but none is given.',
    'Choose a proxy set, or another scope for τ.',
  ],
  notJson: (reason: string): Said => [
    `The settings file is not JSON: ${reason}`,
    'Open a file that “Save settings” wrote.',
  ],
};
