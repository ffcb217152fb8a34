// A race: two or three methods as runs side by side on one base, with the same seed, so that
// batches, timesteps and noises are the same. Lanes have letters in an order by chance; names are
// told when somebody has voted and asks for them. Lanes, votes and whether names were told outlast
// the page; the walls are stored with the runs.

import * as v from 'valibot';
import type { RunSummary, StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import type { Preview } from '../../domain/run';
import { OBJECTIVES } from '../../objectives';
import { permutation, STREAMS } from '../../random/philox';
import { wilsonInterval, type Share } from '../../statistics/wilsonInterval';
import { strings } from '../../strings';
import { releaseUrls } from '../common/imageUrls';
import { keptStore } from '../common/keptStore';
import { task } from '../common/task';
import { currentDataset, datasetStore } from '../data/datasetStore';
import { settingsOfMethod } from '../objective/settingsStore';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';
import { metricHistory } from '../training/metricHistory';
import { previewColumn, type PreviewColumn } from '../training/previews';
import { runById, runStore, setLoaded, updateRun, type RunState } from '../training/runStore';

export interface Lane {
  readonly letter: string;
  readonly method: string;
  readonly runId: string;
  /** Before the first step, and now. */
  readonly first: PreviewColumn | null;
  readonly last: PreviewColumn | null;
}

export interface RaceState {
  readonly lanes: readonly Lane[];
  /** Votes by letter; `tie` beside them. */
  readonly votes: Readonly<Record<string, number>>;
  readonly revealed: boolean;
  readonly busy: Progress | null;
  /** Milliseconds until it is done; null before it can be told. */
  readonly left: number | null;
  readonly failure: StudioFailure | null;
}

const EMPTY: RaceState = {
  lanes: [],
  votes: {},
  revealed: false,
  busy: null,
  left: null,
  failure: null,
};

const LETTERS = 'ABC';
export const MOST_LANES = LETTERS.length;
export const TIE = 'tie';

type KeptLane = Pick<Lane, 'letter' | 'method' | 'runId'>;

const bare = ({ letter, method, runId }: KeptLane): Lane => ({
  letter,
  method,
  runId,
  first: null,
  last: null,
});

const keptRace = v.object({
  lanes: v.array(
    v.object({
      letter: v.picklist([...LETTERS]),
      method: v.picklist(OBJECTIVES.map(({ id }) => id)),
      runId: v.string(),
    }),
  ),
  votes: v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  revealed: v.boolean(),
});

/** What was kept of a race; nothing where it is none. */
export function readRace(kept: unknown): Partial<RaceState> {
  const { success, output } = v.safeParse(keptRace, kept);
  return success ? { ...output, lanes: output.lanes.map(bare) } : {};
}

export const raceStore = keptStore<RaceState>(
  'plumbline.race',
  EMPTY,
  ({ lanes, votes, revealed }) => ({ lanes: lanes.map(bare), votes, revealed }),
  readRace,
);

const working = task((change) => raceStore.setState(change));
export const cancelRace = working.cancel;

/** Steps between two walls: some ten of them over the race. */
const wallEvery = (steps: number): number => Math.max(1, Math.round(steps / 10));

/** Makes a run per method and lets them train together. */
export async function startRace(methods: readonly string[], steps: number): Promise<void> {
  const dataset = currentDataset(datasetStore.getState());
  const { modelId } = sessionStore.getState();
  if (dataset === null || modelId === null) return;
  endRace();
  // Which method gets which letter is nobody's choice.
  const chance = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const order = permutation(chance, { stream: STREAMS.blind, step: 0, item: 0 }, methods.length);
  await working.run(
    { phase: strings.race.preparing, done: 0, total: methods.length },
    async (options) => {
      const runs: RunSummary[] = [];
      for (const [i, at] of [...order].entries()) {
        const method = methods[at]!;
        const letter = LETTERS[i]!;
        const own = settingsOfMethod(method);
        const settings = {
          ...own,
          schedule: { ...own.schedule, steps },
          sampling: { ...own.sampling, previewEvery: wallEvery(steps) },
        };
        const name = strings.race.runName(letter, dataset.name);
        const { run } = await client.request(
          'createRun',
          { name, datasetId: dataset.id, modelId, settings },
          options,
        );
        updateRun(run);
        setLoaded(run.id);
        metricHistory.forget(run.id);
        runs.push(run);
        const lane = bare({ letter, method, runId: run.id });
        raceStore.setState((state) => ({ lanes: [...state.lanes, lane] }));
      }
      for (const { id } of runs) updateRun((await client.request('resume', { runId: id })).run);
    },
  );
}

/** Shows the walls that the runs of lanes without one have stored, as after a reload. */
export async function showRaceWalls(): Promise<void> {
  for (const { runId, first, last } of raceStore.getState().lanes) {
    if (first !== null || last !== null) continue;
    const { previews } = await client.request('runPreviews', { runId });
    const sorted = previews.toSorted((a, b) => a.step - b.step);
    for (const preview of new Set([sorted[0], sorted.at(-1)]))
      if (preview !== undefined) receiveRacePreview(preview);
  }
}

/** Runs of the lanes that stand still before their last step or their last wall. */
export function unfinishedLanes(
  { lanes }: Pick<RaceState, 'lanes'>,
  runs: RunState,
): readonly RunSummary[] {
  return lanes.flatMap(({ runId }) => {
    const run = runById(runs, runId);
    return run?.status === 'paused' ? [run] : [];
  });
}

/** Lets the lanes that stand still go on, together, each from where it was saved. */
export async function continueRace(): Promise<void> {
  const waiting = unfinishedLanes(raceStore.getState(), runStore.getState());
  await working.run(
    { phase: strings.race.preparing, done: 0, total: waiting.length },
    async (options) => {
      for (const { id } of waiting) {
        const { run, metrics } = await client.request('loadRun', { runId: id }, options);
        updateRun(run);
        setLoaded(id);
        metricHistory.append(id, metrics);
      }
      for (const { id } of waiting) updateRun((await client.request('resume', { runId: id })).run);
    },
  );
}

/** Leaves the race; its runs stay in the history, and train on where they do. */
export function endRace(): void {
  const { lanes } = raceStore.getState();
  releaseUrls(
    lanes.flatMap(({ first, last }) =>
      [first, last].flatMap((column) => column?.images.map(({ url }) => url) ?? []),
    ),
  );
  raceStore.setState(EMPTY);
}

/** A lane's new wall. */
export function receiveRacePreview(preview: Preview): void {
  const { lanes } = raceStore.getState();
  const lane = lanes.find(({ runId }) => runId === preview.runId);
  if (!lane) return;
  const column = previewColumn(preview);
  const first = preview.step === 0;
  const old = first ? lane.first : lane.last;
  releaseUrls(old?.images.map(({ url }) => url) ?? []);
  const next: Lane = { ...lane, ...(first ? { first: column } : { last: column }) };
  raceStore.setState({ lanes: lanes.map((one) => (one === lane ? next : one)) });
}

/** Counts a vote for a letter or a tie, or takes one back. */
export function vote(name: string, by: 1 | -1): void {
  raceStore.setState(({ votes }) => ({
    votes: { ...votes, [name]: Math.max(0, (votes[name] ?? 0) + by) },
  }));
}

export const votesCast = ({ votes }: Pick<RaceState, 'votes'>): number =>
  Object.values(votes).reduce((sum, count) => sum + count, 0);

/** A lane's share of the votes, ties shared by all lanes, with Wilson's interval. */
export function voteShare(
  { votes, lanes }: Pick<RaceState, 'votes' | 'lanes'>,
  letter: string,
): Share {
  const ties = votes[TIE] ?? 0;
  return wilsonInterval((votes[letter] ?? 0) + ties / lanes.length, votesCast({ votes }));
}

/** Of runs whose race has not told the names yet their letters, by id: nothing may tell more. */
export function hiddenLanes({
  lanes,
  revealed,
}: Pick<RaceState, 'lanes' | 'revealed'>): ReadonlyMap<string, string> {
  return new Map(revealed ? [] : lanes.map(({ runId, letter }) => [runId, letter]));
}

/** Tells the names, once somebody has voted. */
export function reveal(): void {
  if (votesCast(raceStore.getState()) > 0) raceStore.setState({ revealed: true });
}
