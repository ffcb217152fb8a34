// What stands beside an image: a caption in a .txt of its name (kohya, OneTrainer), a rating in an
// .xmp (a.xmp or a.png.xmp), a grade in the name of its folder or of the file itself.

import { readParameters } from '../images/generationText';
import { readXmp, MAX_XMP_BYTES, type XmpFacts } from '../images/xmp';
import { baseName, readWhole, type SourceFile } from '../files/sourceFile';
import { decodeText } from '../text/decodeText';

const MAX_CAPTION_BYTES = 2 ** 20;
const stem = (path: string): string => path.replace(/\.[^./]+$/u, '');

export interface Caption {
  readonly prompt: string;
  readonly negativePrompt: string | null;
}

export class Sidecars {
  private readonly captions = new Map<string, SourceFile>();
  private readonly packets = new Map<string, SourceFile>();
  private places: ReadonlySet<string> | null = null;

  constructor(files: readonly SourceFile[]) {
    for (const file of files) {
      const key = stem(file.path);
      if (/\.xmp$/iu.test(file.path)) this.packets.set(key, file);
      else if (!this.captions.has(key)) this.captions.set(key, file);
    }
  }

  /** Captions that lie beside one of these images. */
  captionCount(images: readonly SourceFile[]): number {
    return images.filter(({ path }) => this.captionOf(path) !== undefined).length;
  }

  /** True for a caption or packet that lies beside one of these images. */
  isBeside({ path }: SourceFile, images: readonly SourceFile[]): boolean {
    this.places ??= new Set(images.flatMap((image) => [image.path, stem(image.path)]));
    return this.places.has(stem(path));
  }

  private captionOf(path: string): SourceFile | undefined {
    return this.captions.get(stem(path)) ?? this.captions.get(path);
  }

  /**
   * The caption beside an image, or null; of A1111's parameters the prompts alone. Errors:
   * BadScoreFile for one that is no text.
   */
  async caption({ path }: SourceFile): Promise<Caption | null> {
    const file = this.captionOf(path);
    if (file === undefined) return null;
    const { text } = decodeText(file.path, await readWhole(file, MAX_CAPTION_BYTES));
    const plain = text.replace(/^\ufeff/u, '').trim();
    const { prompt, negativePrompt } = readParameters(plain) ?? {
      prompt: plain,
      negativePrompt: null,
    };
    return prompt === '' ? null : { prompt, negativePrompt };
  }

  async xmp({ path }: SourceFile): Promise<XmpFacts | null> {
    const file = this.packets.get(stem(path)) ?? this.packets.get(path);
    if (file === undefined) return null;
    return readXmp(decodeText(file.path, await readWhole(file, MAX_XMP_BYTES)).text);
  }
}

const GRADES: readonly (readonly [RegExp, number])[] = [
  [/^(good|like|liked|likes|best|positive|pos|keep|yes|chosen|preferred|win|winner)$/iu, 1],
  [/^(bad|dislike|disliked|dislikes|worst|negative|neg|reject|rejected|no|lose|loser)$/iu, 0],
];

/** The score a folder's name means: 4, “4 stars”, “score_7.5”, good, bad; null for another name. */
export function gradeOfFolder(folder: string): number | null {
  const plain = folder.trim().replaceAll('_', ' ');
  for (const [names, score] of GRADES) if (names.test(plain)) return score;
  const number =
    /^(?:(?:score|rating|rated|stars?) ?)?(-?\d{1,3}(?:\.\d+)?)(?: ?stars?| ?★)?$/iu.exec(plain);
  if (number) return Number(number[1]);
  return /^★+$/u.test(plain) ? plain.length : null;
}

/**
 * Scores by the folders images lie in; null unless every image lies in a graded one, of two kinds.
 */
export function folderGrades(images: readonly SourceFile[]): ReadonlyMap<string, number> | null {
  const scores = new Map<string, number>();
  for (const { path } of images) {
    const grade = path
      .split('/')
      .slice(0, -1)
      .reverse()
      .map(gradeOfFolder)
      .find((one) => one !== null);
    if (grade === undefined) return null;
    scores.set(path, grade);
  }
  return new Set(scores.values()).size > 1 ? scores : null;
}

const NAME_SCORE = new RegExp(
  String.raw`(?:^|[\s_\-([{])(?:score|rating|rated|aesthetic|stars?)` +
    String.raw`[\s_\-=:]?(-?\d{1,4}(?:\.\d+)?)(?=$|[\s_\-)\]}])`,
  'iu',
);
const NAME_BRACKET = /^\[(-?\d{1,3}(?:\.\d+)?)\]|[_\s]\[(-?\d{1,3}(?:\.\d+)?)\]$/u;

/** A score in a file's name (“cat_score_6.1.png”, “[4] cat.png”); null for none. */
export function scoreInName(path: string): number | null {
  const name = stem(baseName(path));
  const found = NAME_SCORE.exec(name) ?? NAME_BRACKET.exec(name);
  const written = found?.[1] ?? found?.[2];
  return written === undefined ? null : Number(written);
}

/** Scores by file names; null unless every image has one. */
export function nameScores(images: readonly SourceFile[]): ReadonlyMap<string, number> | null {
  const scores = new Map<string, number>();
  for (const { path } of images) {
    const score = scoreInName(path);
    if (score === null) return null;
    scores.set(path, score);
  }
  return scores.size > 0 ? scores : null;
}
