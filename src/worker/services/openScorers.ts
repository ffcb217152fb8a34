// The CLIP models that are open: the one beside the app and a person's own, each opened once, when
// a reward first asks for it.

import type { Executor } from '../../executors/executor';
import { openClipScorer, type ClipScorer } from '../../rewards/clip/clipScorer';
import type { ModelFiles } from '../../paradigms/modelFiles';
import { partFiles } from '../../paradigms/droppedModel';
import type { ClipFeatureSource } from '../../rewards';
import type { StudioDatabase } from '../../storage/database';
import { getScorer, scorerParts } from '../../storage/scorers';

/** An open model; it is freed when the scorings that use it are over. */
class Opened {
  readonly source: ClipFeatureSource;
  private readonly used = new Set<Promise<unknown>>();

  constructor(private readonly scorer: ClipScorer) {
    this.source = {
      hash: scorer.hash,
      embedPrompts: (...given) => this.use(scorer.embedPrompts(...given)),
      features: (...given) => this.use(scorer.features(...given)),
    };
  }

  private use<T>(work: Promise<T>): Promise<T> {
    const over = work.then(
      () => undefined,
      () => undefined,
    );
    this.used.add(over);
    void over.then(() => this.used.delete(over));
    return work;
  }

  /** Frees a large model's weights; they are read again when they are asked for. */
  async release(): Promise<void> {
    if (this.scorer.large) await this.scorer.release();
  }

  async close(): Promise<void> {
    while (this.used.size > 0) await Promise.all(this.used);
    await this.scorer.dispose();
  }
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
    private readonly beside: () => ModelFiles,
  ) {}

  private open(key: string, files: () => ModelFiles | Promise<ModelFiles>): Promise<Opened> {
    const known = this.opened.get(key);
    if (known) return known;
    const opening = (async () =>
      new Opened(await openClipScorer(this.executor(), await files())))();
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
        : await this.open(own.hash, async () => partFiles(await scorerParts(own)));
    return source;
  }

  /** Frees the weights of large models that nobody uses: something else wants the memory. */
  async release(): Promise<void> {
    for (const opening of this.opened.values())
      await opening.then(
        (one) => one.release(),
        () => undefined,
      );
  }

  /** Frees a model; it is opened again when it is asked for. */
  async close(hash: string): Promise<void> {
    const opened = this.opened.get(hash);
    this.opened.delete(hash);
    await opened?.then(
      (one) => one.close(),
      () => undefined,
    );
  }
}
