// Files of a drop that no part of an import reads: named with the reason, so that nothing is left
// out in silence. What belongs to a repository or a program rather than to a set goes unsaid.

import { strings } from '../../../strings';
import { show } from '../../../strings/show';
import { baseName, extensionOf, type SourceFile } from './sourceFile';

type Reason = keyof typeof strings.importing.unread;

const KINDS: Readonly<Partial<Record<Reason, string>>> = {
  workbook: 'xlsx xls xlsm xlsb ods numbers gsheet',
  arrow: 'arrow feather',
  video: 'mp4 mov m4v webm avi mkv wmv',
};
const REASONS = new Map(
  Object.entries(KINDS).flatMap(([reason, extensions]) =>
    extensions.split(' ').map((extension) => [extension, reason as Reason] as const),
  ),
);
const UNSAID = new Set(
  (
    'md rst html htm css js py sh bat ini toml yaml yml log lock gitattributes gitignore ' +
    'safetensors npz gitkeep'
  ).split(' '),
);
/** Files named per extension. */
const NAMED = 3;

/** A mask or condition that OneTrainer keeps beside an image of the name before it. */
const MASK = /-(?:masklabel|condlabel)(?=\.[^./]+$)/iu;

/** The image that a mask belongs to, less its extension; null for another file. */
export const maskedStem = (path: string): string | null =>
  MASK.test(path) ? path.replace(MASK, '').replace(/\.[^./]+$/u, '') : null;

/** One note per kind of file, with the first few names. Linear. */
export function unreadNotes(
  files: readonly SourceFile[],
  given: Reason | null = null,
): readonly string[] {
  const groups = new Map<string, { reason: Reason; names: string[] }>();
  for (const { path } of files) {
    const extension = extensionOf(path);
    if (given === null && (extension === '' || UNSAID.has(extension))) continue;
    const reason = given ?? REASONS.get(extension) ?? 'other';
    const group = groups.get(extension) ?? { reason, names: [] };
    group.names.push(baseName(path));
    groups.set(extension, group);
  }
  const { unread, andMore } = strings.importing;
  return Array.from(groups.values(), ({ reason, names }) => {
    const listed = names.slice(0, NAMED).map(show).join(', ');
    return unread[reason](names.length > NAMED ? andMore(listed, names.length - NAMED) : listed);
  });
}
