// JSON files of known shape as tables: one record per source. A file that none of them knows is
// read as an ordinary table (tables/json.ts).

import { isRecord, type JsonRecord } from '../tables/json';
import { tableOfRecords, type MetadataTable, type SourceLabel } from '../tables/table';

export interface JsonSource {
  readonly label: SourceLabel;
  /** Rows of a table with the columns file_name, text, score …; null where the shape is another. */
  read(value: unknown): Record<string, unknown>[] | null;
}

/** Most items are alike: the first of a list decides. */
function records(value: unknown): JsonRecord[] | null {
  return Array.isArray(value) && value.length > 0 && isRecord(value[0])
    ? (value.filter(isRecord) as JsonRecord[])
    : null;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];

/**
 * HPDv2 (xswu/HPSv2): prompt, file_path[] or image_path[], and human_preference[] (votes, or 1 for
 * the preferred) or rank[] (0 or 1 = best). A score is the share of the other images of its prompt
 * that it beats; ties count one half.
 */
const HPD_V2: JsonSource = {
  label: 'hpdV2',
  read(value) {
    const items = records(value);
    const filesOf = (item: JsonRecord): string[] =>
      texts(item['file_path'] ?? item['image_path'] ?? item['images']);
    if (items === null || filesOf(items[0]!).length < 2) return null;
    if (
      !('human_preference' in items[0]!) &&
      !('rank' in items[0]!) &&
      !('raw_annotations' in items[0]!)
    )
      return null;
    return items.flatMap((item, group) => {
      const files = filesOf(item);
      const preference = numbers(item['human_preference']);
      const ranks = numbers(item['rank']);
      const merit =
        preference.length === files.length
          ? preference
          : ranks.length === files.length
            ? ranks.map((rank) => -rank)
            : null;
      return files.map((file, i) => ({
        file_name: file,
        text: item['prompt'],
        score: merit === null ? null : shareBeaten(merit, i),
        group_id: `prompt ${group + 1}`,
      }));
    });
  },
};

function shareBeaten(merit: readonly number[], i: number): number {
  const own = merit[i]!;
  let won = 0;
  merit.forEach((other, j) => {
    if (j !== i) won += own > other ? 1 : other === own ? 0.5 : 0;
  });
  return won / (merit.length - 1);
}

/** ImageRewardDB (THUDM): image_path, prompt, overall_rating 1…7, rank within its prompt. */
const IMAGE_REWARD: JsonSource = {
  label: 'imageReward',
  read(value) {
    const items = records(value);
    if (items === null || !('overall_rating' in items[0]!) || !('image_path' in items[0]!))
      return null;
    return items.map((item) => ({
      file_name: item['image_path'],
      text: item['prompt'],
      score: item['overall_rating'],
      group_id: item['prompt_id'] ?? null,
      ...('rank' in item ? { score_rank: item['rank'] } : {}),
      ...('image_text_alignment_rating' in item
        ? { score_alignment: item['image_text_alignment_rating'] }
        : {}),
      ...('fidelity_rating' in item ? { score_fidelity: item['fidelity_rating'] } : {}),
    }));
  },
};

/** The image of a Label Studio task: the first text in its data that names one. */
function taskImage(data: JsonRecord): string | null {
  const named = data['image'] ?? data['img'] ?? data['image_url'];
  if (typeof named === 'string') return named;
  for (const value of Object.values(data))
    if (typeof value === 'string' && /\.(png|jpe?g|webp|gif|avif)([?#].*)?$/iu.test(value))
      return value;
  return null;
}

/** The numbers a Label Studio annotation gives: ratings, numbers, choices. */
function annotationScore(annotation: JsonRecord): unknown {
  const results = Array.isArray(annotation['result']) ? annotation['result'] : [];
  for (const result of results) {
    const value = isRecord(result) ? result['value'] : null;
    if (!isRecord(value)) continue;
    const choice = Array.isArray(value['choices']) ? value['choices'][0] : undefined;
    const found = value['rating'] ?? value['number'] ?? choice;
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Label Studio's JSON export: tasks with annotations; one row per annotation, its author the rater.
 */
const LABEL_STUDIO: JsonSource = {
  label: 'labelStudio',
  read(value) {
    const tasks = records(value);
    const [first] = tasks ?? [];
    if (tasks === null || !isRecord(first!['data'])) return null;
    if (!Array.isArray(first!['annotations']) && !Array.isArray(first!['completions'])) return null;
    return tasks.flatMap((task): Record<string, unknown>[] => {
      const data = isRecord(task['data']) ? task['data'] : {};
      const annotations = [task['annotations'] ?? task['completions']]
        .flat()
        .filter(isRecord)
        .filter((annotation) => annotation['was_cancelled'] !== true);
      const common = {
        file_name: taskImage(data),
        text: data['prompt'] ?? data['text'] ?? data['caption'] ?? null,
      };
      if (annotations.length === 0) return [{ ...common, score: null, rater: null }];
      return annotations.map((annotation, i) => {
        const by = annotation['completed_by'];
        const rater = isRecord(by) ? (by['email'] ?? by['id']) : by;
        return {
          ...common,
          score: annotationScore(annotation),
          rater: rater === undefined || rater === null ? `annotation ${i + 1}` : String(rater),
        };
      });
    });
  },
};

/** Civitai's API: items[] with url, stats and meta. Reactions are counts, so a person chooses. */
const CIVITAI: JsonSource = {
  label: 'civitai',
  read(value) {
    const items = records(isRecord(value) ? value['items'] : value);
    const [first] = items ?? [];
    if (items === null || typeof first!['url'] !== 'string' || !isRecord(first!['stats']))
      return null;
    return items.map((item) => {
      const meta = isRecord(item['meta']) ? item['meta'] : {};
      const stats = isRecord(item['stats']) ? item['stats'] : {};
      return {
        file_name: item['url'],
        text: meta['prompt'] ?? null,
        negative_prompt: meta['negativePrompt'] ?? null,
        ...Object.fromEntries(
          Object.entries(stats)
            .filter(([, count]) => typeof count === 'number')
            .map(([key, count]) => [`score.${key}`, count]),
        ),
      };
    });
  },
};

/**
 * COCO's format: images[] with id and file_name, annotations[] with image_id and caption, some with
 * a score. One row per image, in the order of the annotations; the first caption counts.
 */
const COCO: JsonSource = {
  label: 'coco',
  read(value) {
    if (!isRecord(value)) return null;
    const images = records(value['images']);
    const annotations = records(value['annotations']);
    if (images === null || annotations === null || !('image_id' in annotations[0]!)) return null;
    const files = new Map(images.map((image) => [image['id'], image['file_name']]));
    const rows = new Map<unknown, Record<string, unknown>>();
    for (const { id: _, image_id: image, ...annotation } of annotations) {
      const file = files.get(image);
      if (file === undefined) continue;
      const row = rows.get(image);
      rows.set(
        image,
        row === undefined ? { file_name: file, ...annotation } : { ...annotation, ...row },
      );
    }
    return [...rows.values()];
  },
};

/** One page of Hugging Face's dataset server: rows[].row, images as {src}. */
const HUGGING_FACE: JsonSource = {
  label: 'huggingFace',
  read(value) {
    const items = isRecord(value) ? records(value['rows']) : null;
    if (items === null || !isRecord(items[0]!['row'])) return null;
    return items.map(({ row }) =>
      Object.fromEntries(
        Object.entries(isRecord(row) ? row : {}).map(([key, cell]) => [
          key,
          isRecord(cell) && typeof cell['src'] === 'string' ? cell['src'] : cell,
        ]),
      ),
    );
  },
};

const SOURCES: readonly JsonSource[] = [
  HPD_V2,
  IMAGE_REWARD,
  LABEL_STUDIO,
  CIVITAI,
  COCO,
  HUGGING_FACE,
];

/** A parsed JSON file of known shape as a table with the source's name, or null. */
export function knownJson(
  name: string,
  value: unknown,
): { table: MetadataTable; label: SourceLabel } | null {
  for (const { label, read } of SOURCES) {
    const rows = read(value);
    if (rows !== null) return { table: tableOfRecords(name, rows), label };
  }
  return null;
}
