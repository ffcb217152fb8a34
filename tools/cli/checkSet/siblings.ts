// Relatives of the sets in shared/cases: the same kinds of habit in other files. Each is what a
// person might drop and what they reasonably get.

import type { Sibling } from './setFiles';
import { FOLDER_SIBLINGS } from './siblings/folderSiblings';
import { JSON_SIBLINGS } from './siblings/jsonSiblings';
import { NAME_SIBLINGS } from './siblings/nameSiblings';
import { SCORE_SIBLINGS } from './siblings/scoreSiblings';
import { TEXT_SIBLINGS } from './siblings/textSiblings';

export const SIBLINGS: readonly Sibling[] = [
  ...TEXT_SIBLINGS,
  ...NAME_SIBLINGS,
  ...SCORE_SIBLINGS,
  ...JSON_SIBLINGS,
  ...FOLDER_SIBLINGS,
];
