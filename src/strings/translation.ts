// What a language consists of.

import type { Strings } from './en';
import type { Errors } from './en/errors';

/** All texts of a language: the page's, and what errors say, by the room that raises them. */
export interface Translation {
  readonly strings: Strings;
  readonly errors: Errors;
  /** Words of records that hold them themselves (objectives/, rewards/), by their English. */
  readonly records: Readonly<Record<string, string>>;
}
