// The prompts of a set with a τ of their own, as the table under the histogram lists them.

import { groupOf } from '../../data/labels/promptThreshold';
import type { LabelledItem, ScoreAnalysis } from './scoreAnalysis';

export interface PromptRow {
  readonly group: string;
  /** The prompt; the group's own name where its images have several. */
  readonly name: string;
  /** Percentile of its own scores, and its τ, score units. */
  readonly own: number;
  readonly tau: number;
  /** Its images, best score first. */
  readonly entries: readonly LabelledItem[];
  readonly positive: number;
  readonly negative: number;
  /** Images whose label the whole set's τ would turn. */
  readonly changed: number;
}

export type PromptOrder = 'changed' | 'high' | 'low' | 'name';

/** One row a prompt; none unless τ is per prompt. */
export function promptRows({ threshold, sorted }: ScoreAnalysis): PromptRow[] {
  const members = new Map<string, LabelledItem[]>();
  for (const entry of sorted.toReversed()) {
    const group = groupOf(entry.item);
    const list = members.get(group);
    if (list) list.push(entry);
    else members.set(group, [entry]);
  }
  return threshold.prompts.map(({ group, own, tau }) => {
    const entries = members.get(group)!;
    const caption = entries[0]!.item.caption;
    return {
      group,
      own,
      tau,
      entries,
      name: entries.every(({ item }) => item.caption === caption) ? caption : group,
      positive: entries.filter(({ label }) => label === 1).length,
      negative: entries.filter(({ label }) => label === 0).length,
      changed: entries.filter(({ change }) => change !== 0).length,
    };
  });
}

export function orderPrompts(rows: readonly PromptRow[], order: PromptOrder): PromptRow[] {
  const byName = (a: PromptRow, b: PromptRow): number =>
    a.name.localeCompare(b.name, undefined, { numeric: true });
  const first: Readonly<Record<PromptOrder, (a: PromptRow, b: PromptRow) => number>> = {
    changed: (a, b) => b.changed - a.changed,
    high: (a, b) => b.tau - a.tau,
    low: (a, b) => a.tau - b.tau,
    name: byName,
  };
  return rows.toSorted((a, b) => first[order](a, b) || byName(a, b));
}
