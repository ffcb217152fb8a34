// The CLIP models that are open: the one beside the app and a person's own, each opened once, when
// a reward first asks for it.

import type { Executor } from '../../executors/executor';
import { blobFiles } from '../../rewards/clip/clipFolder';
import { openClipScorer, type ClipScorer } from '../../rewards/clip/clipScorer';
import type { ModelFiles } from '../../paradigms/modelFiles';
import type { ClipFeatureSource } from '../../rewards';
import type { StudioDatabase } from '../../storage/database';
import { getScorer } from '../../storage/scorers';
import { scorerInTurns, type DeviceTurns } from './deviceTurns';

interface Opened {
  readonly scorer: ClipScorer;
  readonly source: ClipFeatureSource;
}

/** Key of the model beside the app. */
const BESIDE = '';

export class OpenScorers {
  private readonly opened = new Map<string, Promise<Opened>>();

  /**
   * `beside`: files of the model beside the app. Errors of it (none lies there) are those of `get`.
   */
  constructor(
    private readonly executor: () => Executor,
    private readonly db: () => StudioDatabase,
    private readonly turns: DeviceTurns,
    private readonly beside: () => ModelFiles,
  ) {}

  private open(key: string, files: () => ModelFiles): Promise<Opened> {
    const known = this.opened.get(key);
    if (known) return known;
    const opening = (async () => {
      const scorer = await openClipScorer(this.executor(), files());
      return { scorer, source: scorerInTurns(scorer, this.turns) };
    })();
    this.opened.set(key, opening);
    opening.catch(() => this.opened.delete(key));
    return opening;
  }

  /**
   * The person's model of that hash; else, and for null, the one beside the app: the reward then
   * says whether that is the one it belongs to.
   *  Errors: BadModel where none lies there; as openClipScorer.
   */
  async get(hash: string | null): Promise<ClipFeatureSource> {
    const own = hash === null ? null : await getScorer(this.db(), hash);
    const { source } =
      own === null
        ? await this.open(BESIDE, this.beside)
        : await this.open(own.hash, () => blobFiles(own.files));
    return source;
  }

  /**
   * Opens a folder that is not stored (yet), under the hash of its weights. Errors: as
   * openClipScorer.
   */
  async take(files: ModelFiles): Promise<ClipFeatureSource> {
    const scorer = await openClipScorer(this.executor(), files);
    const source = scorerInTurns(scorer, this.turns);
    if (!this.opened.has(scorer.hash))
      this.opened.set(scorer.hash, Promise.resolve({ scorer, source }));
    return source;
  }

  /** Frees a model; it is opened again when it is asked for. */
  async close(hash: string): Promise<void> {
    const opened = this.opened.get(hash);
    this.opened.delete(hash);
    const scorer = await opened?.then(
      (one) => one.scorer,
      () => null,
    );
    if (scorer) await this.turns.take(new AbortController().signal, () => scorer.dispose());
  }
}
