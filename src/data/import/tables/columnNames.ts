// The names under which people keep a file name, a prompt, a score, a rater. Case, spaces,
// underscores and hyphens do not count.

/** An image's file name, of kinds that are read and of kinds that are refused by name. */
export const IMAGE_NAME =
  /\.(png|jpe?g|webp|gif|avif|bmp|tiff?|jfif|hei[cf]|jxl|jp2|psd|svg|dng|cr2|cr3|nef|arw)$/iu;

/** What may follow an image's name: a URL's query, Airtable's address, Python's braces. */
const AFTER_NAME = /(?:[?#]\S*| \(https?:\/\/[^)\s]*\)|'\})$/u;

/** Longer cells are no addresses. */
const MOST_ADDRESS = 4096;

/** True where a cell holds an image's name or address. */
export const isImageName = (cell: string): boolean =>
  IMAGE_NAME.test(cell) ||
  (cell.length <= MOST_ADDRESS && IMAGE_NAME.test(cell.replace(AFTER_NAME, '')));

export type Part =
  'fileName' | 'text' | 'score' | 'negativePrompt' | 'groupId' | 'preferredOver' | 'rater';

/** Names a part is found under, best first. */
export const ALIASES: Readonly<Record<Part, readonly string[]>> = {
  fileName: [
    'file_name',
    'filename',
    'file',
    'file_path',
    'filepath',
    'image',
    'image_path',
    'image_file',
    'image_name',
    'img',
    'img_path',
    'path',
    'name',
    'url',
    'image_url',
    'image_id',
    'key',
    'datei',
    'dateiname',
    'bild',
    'bilddatei',
  ],
  text: [
    'text',
    'prompt',
    'caption',
    'description',
    'positive_prompt',
    'txt',
    'prompts',
    'tags',
    'tag_string',
    'beschreibung',
    'bildtext',
  ],
  score: [
    'score',
    'rating',
    'reward',
    'aesthetic',
    'aesthetic_score',
    'overall_rating',
    'stars',
    'value',
    'mean_score',
    'average_score',
    'avg_score',
    'mos',
    'mean',
    'score_mean',
    'mean_rating',
    'average_rating',
    'avg_rating',
    'quality',
    'quality_score',
    'human_score',
    'image_reward',
    'hps',
    'hps_score',
    'hpsv2',
    'pick_score',
    'clip_score',
    'predicted_score',
    'like',
    'liked',
    'likes',
    'label',
    'vote',
    'grade',
    'points',
    'elo',
    'scores',
    'ratings',
    'preference',
    'bewertung',
    'wertung',
    'punkte',
    'punktzahl',
    'note',
    'sterne',
  ],
  negativePrompt: ['negative_prompt', 'negative', 'neg_prompt'],
  groupId: ['group_id', 'group', 'prompt_id'],
  preferredOver: ['preferred_over'],
  rater: [
    'rater',
    'rater_id',
    'annotator',
    'annotator_id',
    'user',
    'user_id',
    'worker',
    'worker_id',
    'evaluator',
    'judge',
    'labeler',
    'labeller',
    'reviewer',
    'participant',
    'completed_by',
  ],
};

/** A remark after a name: “Score (1-5)”, “Rating [%]”. */
const REMARK = /(?<=\S)\s*(?:\([^()]*\)|\[[^[\]]*\])\s*$/u;

/** A name without what people write differently. */
export function plainName(column: string): string {
  return column
    .slice(0, MOST_NAME)
    .normalize('NFKC')
    .replace(REMARK, '')
    .toLowerCase()
    .replace(/[\s_\-–.:()]+/gu, '');
}

/** Names longer than this stand for no part. */
const MOST_NAME = 200;

/** Names of a part from this rank on mean it only where the column holds what it should. */
export const WEAK_RANK: Readonly<Partial<Record<Part, number>>> = { fileName: 13, score: 5 };

const PARTS = new Map<string, { part: Part; rank: number }>(
  (Object.entries(ALIASES) as [Part, readonly string[]][]).flatMap(([part, names]) =>
    names.map((name, rank) => [plainName(name), { part, rank }] as const),
  ),
);

/** The part a column's name stands for, or null. */
export function columnPart(column: string): Part | null {
  return PARTS.get(plainName(column))?.part ?? null;
}

/** How good a name a column has for its part (0 = best); infinite where it has none. */
export function columnRank(column: string): number {
  return PARTS.get(plainName(column))?.rank ?? Number.POSITIVE_INFINITY;
}

/**
 * The column with the best name for a part, or undefined. Where none has one, the only column whose
 * last step does: “row.score” of nested records; parts of a score (“score.beauty”) are not meant.
 */
export function namedColumn(columns: readonly string[], part: Part): string | undefined {
  let best: string | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const known = PARTS.get(plainName(column));
    if (known?.part === part && known.rank < bestRank) [best, bestRank] = [column, known.rank];
  }
  if (best !== undefined) return best;
  const nested = columns.filter((column) => {
    const steps = column.split('.');
    return steps.length > 1 && columnPart(steps[0]!) === null && columnPart(steps.at(-1)!) === part;
  });
  return nested.length === 1 ? nested[0] : undefined;
}

const PEOPLE = 'rater|annotator|judge|worker|reviewer|evaluator|labell?er|participant|person|user';
/** “rater_1”, “Judge Ann”, “rating 2”: a column of one person's scores. */
const RATER_COLUMN = new RegExp(
  String.raw`^(?:(?:${PEOPLE})[\s_\-.:]+.+|(?:${PEOPLE}|rating|score|vote|stars?)[\s_\-.:]*\d+)$`,
  'iu',
);

/** True where a column's name says that it holds the scores of one person among several. */
export function isRaterColumn(column: string): boolean {
  return RATER_COLUMN.test(column.trim()) && columnPart(column) === null;
}
