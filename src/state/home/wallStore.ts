// The first screen's wall: some images of the chosen model's demo set and the scores of all of it,
// from two small files beside the demo, so that something can be seen and moved before anything is
// opened.

import * as v from 'valibot';
import { createStore } from 'zustand/vanilla';
import { strings } from '../../strings';
import { recordSays } from '../../strings/language';
import { histogram } from '../../statistics/histogram';
import { percentile } from '../../statistics/percentile';
import { MIN_LIKES, MIN_OF_EACH } from '../../rewards/tasteHead';
import { oppositeId } from '../../rewards/opposite';
import { openDemo } from '../data/datasetActions';
import { currentDataset, datasetStore } from '../data/datasetStore';
import { chooseScores, scoreSet } from '../data/datasetTask';
import { PERCENTILE } from '../objective/percentileSetting';
import { percentileOf } from '../objective/scoreAnalysis';
import { editSettings, settingsStore } from '../objective/settingsStore';
import { openScreen, sessionStore } from '../session/sessionStore';
import { tasteStore } from '../rate/tasteActions';
import { play } from '../training/runActions';
import { scoreByTaps } from './tapTaste';

const wallSchema = v.object({
  /** What the scores measure, in a word or two. */
  label: v.optional(v.string(), ''),
  /** The reward that they are. */
  rewardId: v.optional(v.nullable(v.string()), null),
  tiles: v.array(v.object({ file: v.string(), text: v.string(), score: v.number() })),
  scores: v.array(v.number()),
  /** The same images by other rewards (tools/cli/wallScores.ts). */
  others: v.optional(
    v.array(
      v.object({
        rewardId: v.string(),
        tiles: v.array(v.number()),
        scores: v.array(v.number()),
      }),
    ),
    [],
  ),
});

export interface Wall extends v.InferOutput<typeof wallSchema> {
  readonly modelId: string;
  /** Address of the sheet that holds the tiles, row by row. */
  readonly sheet: string;
}

/** By which score the wall is looked at and trained on. */
export interface WallChoice {
  /** Null: the demo's own. */
  readonly rewardId: string | null;
  /** Minus that score. */
  readonly opposite: boolean;
}

interface WallState {
  /** As its file has it. */
  readonly loaded: Wall | null;
  /** By the score that is chosen. */
  readonly wall: Wall | null;
  readonly choice: WallChoice;
  /** What was tapped: +1 liked, −1 disliked, by the tile's place. */
  readonly taps: ReadonlyMap<number, 1 | -1>;
  /** Train was pressed and the demo is being opened. */
  readonly starting: boolean;
}

const OWN: WallChoice = { rewardId: null, opposite: false };

export const wallStore = createStore<WallState>(() => ({
  loaded: null,
  wall: null,
  choice: OWN,
  taps: new Map(),
  starting: false,
}));

/** Columns of the sheet and of the wall. */
export const WALL_COLUMNS = 6;
const BINS = 28;

/** Reads the wall of a model's demo; none where there is none. */
export async function loadWall(modelId: string): Promise<void> {
  if (wallStore.getState().wall?.modelId === modelId) return;
  wallStore.setState({ loaded: null, wall: null, choice: OWN, taps: new Map() });
  const at = (file: string) => new URL(`demo/${modelId}/${file}`, document.baseURI).href;
  const response = await fetch(at('wall.json')).catch(() => null);
  const parsed = response?.ok ? v.safeParse(wallSchema, await response.json()) : null;
  if (sessionStore.getState().modelId !== modelId) return; // another model was chosen meanwhile
  // Without a wall the screen says so; the other ways to begin work all the same.
  if (!parsed?.success) return;
  const loaded = { ...parsed.output, modelId, sheet: at('wall.webp') };
  wallStore.setState({ loaded, wall: wallBy(loaded, OWN) });
}

/** What a score of the wall makes more of, in the language of the page. Null: the demo's own. */
export function wallScoreName({ rewardId: own, label }: Wall, rewardId: string | null): string {
  const id = rewardId ?? own;
  const { likeOf }: { likeOf: Readonly<Record<string, string>> } = strings.home;
  return (id === null ? undefined : likeOf[id]) ?? rewardId ?? recordSays(label);
}

/** The wall by another of its scores, or by minus one. */
export function wallBy(loaded: Wall, { rewardId, opposite }: WallChoice): Wall {
  const other = loaded.others.find((one) => one.rewardId === rewardId);
  const sign = opposite ? -1 : 1;
  const name = wallScoreName(loaded, rewardId);
  return {
    ...loaded,
    label: opposite ? strings.home.oppositeOf(name) : name,
    tiles: loaded.tiles.map(({ file, text, score }, i) => ({
      file,
      text,
      score: sign * (other?.tiles[i] ?? score),
    })),
    scores: (other?.scores ?? loaded.scores).map((score) => sign * score),
  };
}

/** Looks at the wall by another score; Train then takes it. */
export function chooseWallScore(choice: WallChoice): void {
  const { loaded } = wallStore.getState();
  if (loaded !== null) wallStore.setState({ choice, wall: wallBy(loaded, choice) });
}

/** A tap: liked, tapped again disliked, once more neither. */
export function tapTile(place: number): void {
  const taps = new Map(wallStore.getState().taps);
  const now = taps.get(place);
  if (now === undefined) taps.set(place, 1);
  else if (now === 1) taps.set(place, -1);
  else taps.delete(place);
  wallStore.setState({ taps });
}

export const clearTaps = (): void => wallStore.setState({ taps: new Map() });

/** Taps that are still missing before a taste can be learned from them. */
export function missingTaps(taps: WallState['taps']): number {
  const values = [...taps.values()];
  const of = (side: 1 | -1): number => values.filter((value) => value === side).length;
  return Math.max(
    MIN_LIKES - values.length,
    ...([1, -1] as const).map((side) => MIN_OF_EACH - of(side)),
    0,
  );
}

export interface WallScores {
  readonly low: number;
  readonly high: number;
  readonly bins: readonly { from: number; to: number; count: number }[];
}

/** Range and histogram of all scores. */
export function wallScores({ scores }: Wall): WallScores {
  const { edges, counts } = histogram(scores, BINS);
  return {
    low: edges[0]!,
    high: edges[BINS]!,
    bins: counts.map((count, i) => ({ from: edges[i]!, to: edges[i + 1]!, count })),
  };
}

/** τ of the wall's scores at the percentile in force, and how many lie on either side. */
export function wallThreshold({ scores }: Wall, p: number) {
  const tau = percentile(scores, p);
  const positive = scores.filter((score) => score >= tau).length;
  return { tau, positive, negative: scores.length - positive };
}

/** Moves τ to a score by setting the percentile. */
export function moveWallThreshold({ scores }: Wall, score: number): void {
  setWallPercentile(percentileOf(scores, score));
}

/** Sets the percentile, within the bounds of its setting. */
export function setWallPercentile(p: number): void {
  const inside = Math.min(PERCENTILE.max, Math.max(PERCENTILE.min, p));
  editSettings({ threshold: { percentile: Number(inside.toFixed(3)) } });
}

export const wallPercentile = (): number => settingsStore.getState().settings.threshold.percentile;

/** Gives the open demo the scores that were chosen; true when it has them. */
async function scoreByChoice(): Promise<boolean> {
  const { choice, loaded, taps } = wallStore.getState();
  const dataset = currentDataset(datasetStore.getState());
  if (dataset === null) return false;
  if (loaded !== null && taps.size > 0 && missingTaps(taps) === 0)
    return scoreByTaps(
      dataset.id,
      loaded.tiles.map(({ file }, place) => ({ file, value: taps.get(place) ?? null })),
    );
  const plain = choice.rewardId ?? loaded?.rewardId ?? null;
  if (plain === null) return true;
  const wanted = choice.opposite ? oppositeId(plain) : plain;
  if (dataset.scoreSource === wanted) return true;
  if (datasetStore.getState().sources.some(({ source }) => source === wanted)) {
    await chooseScores(dataset.id, wanted);
    return true;
  }
  return scoreSet(dataset.id, [wanted]);
}

/** Opens the demo set and starts a run with the settings on screen. */
export async function trainOnDemo(): Promise<void> {
  wallStore.setState({ starting: true });
  try {
    await openDemo();
    if (datasetStore.getState().failure !== null) {
      openScreen('data');
      return;
    }
    if (!(await scoreByChoice())) {
      // Where it is said what went wrong.
      openScreen(tasteStore.getState().failed === null ? 'data' : 'rate');
      return;
    }
    openScreen('training');
    await play();
  } finally {
    wallStore.setState({ starting: false });
  }
}

/** Opens the demo set and scores it by two words of the person's own; their scores come up next. */
export async function scoreByWords(rewardId: string): Promise<void> {
  wallStore.setState({ starting: true });
  try {
    await openDemo();
    const dataset = currentDataset(datasetStore.getState());
    const scored =
      datasetStore.getState().failure === null &&
      dataset !== null &&
      (await scoreSet(dataset.id, [rewardId]));
    openScreen(scored ? 'objective' : 'data');
  } finally {
    wallStore.setState({ starting: false });
  }
}
