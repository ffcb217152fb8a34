// The Runs screen's state: what is searched for, which runs are chosen to be looked at together and
// what was fetched of them, the queue, and the run that was deleted last and can be taken back.

import { createStore } from 'zustand/vanilla';
import type { RunSummary, StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import type { RunCurve } from '../../domain/runCurve';
import type { RunOutcome } from '../../domain/runOutcome';
import type { PreviewColumn } from '../training/previews';

export const HISTORY_VIEWS = ['curves', 'diff', 'samples', 'sweep', 'lab'] as const;
export type HistoryView = (typeof HISTORY_VIEWS)[number];

export interface HistoryState {
  readonly search: string;
  readonly tag: string | null;
  /** Runs looked at together, in the order in which they were chosen. */
  readonly chosen: readonly string[];
  readonly view: HistoryView;
  readonly curves: Readonly<Record<string, RunCurve>>;
  readonly outcomes: Readonly<Record<string, RunOutcome>>;
  /** Samples of the run chosen last. */
  readonly samples: { readonly runId: string; readonly columns: readonly PreviewColumn[] } | null;
  readonly queueOn: boolean;
  readonly deleted: RunSummary | null;
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
}

export const historyStore = createStore<HistoryState>(() => ({
  search: '',
  tag: null,
  chosen: [],
  view: 'curves',
  curves: {},
  outcomes: {},
  samples: null,
  queueOn: false,
  deleted: null,
  busy: null,
  failure: null,
}));

/** Most runs whose curves are shown over one another: as many as there are colours. */
export const MOST_CHOSEN = 6;

/** Runs that have the tag and, in their words, every word that is searched for. */
export function matching(
  runs: readonly RunSummary[],
  { search, tag }: Pick<HistoryState, 'search' | 'tag'>,
  wordsOf: (run: RunSummary) => string,
): RunSummary[] {
  const wanted = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return runs.filter((run) => {
    if (tag !== null && !(run.tags ?? []).includes(tag)) return false;
    if (wanted.length === 0) return true;
    const words = wordsOf(run).toLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}

/** All tags in use, sorted. */
export const tagsOf = (runs: readonly RunSummary[]): string[] =>
  [...new Set(runs.flatMap(({ tags = [] }) => tags))].sort((a, b) => a.localeCompare(b));
