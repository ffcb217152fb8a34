// Every training method, one line each. The order is that of the page.

import { StudioError } from '../errors';
import type { Objective } from './objective';
import { sft } from './sft/sft';
import { tgo } from './tgo/tgo';

export type { Objective, ObjectiveSetting } from './objective';

export const OBJECTIVES: readonly Objective[] = [tgo, sft];

/** The method that new runs start with. */
export const DEFAULT_OBJECTIVE = OBJECTIVES[0]!;

/** The record of a method. Errors: StudioError BadSettings when there is none of that id. */
export function objectiveOf(id: string): Objective {
  const found = OBJECTIVES.find((objective) => objective.id === id);
  if (!found)
    throw new StudioError(
      'BadSettings',
      `There is no training method “${id}”.`,
      `Choose one of ${trainableObjectives()
        .map((objective) => objective.id)
        .join(', ')}.`,
    );
  return found;
}

/** Those that a run can be started with. */
export function trainableObjectives(): readonly Objective[] {
  return OBJECTIVES.filter((objective) => objective.untrainable === null);
}
