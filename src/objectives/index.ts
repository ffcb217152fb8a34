// Every training method, one line each. The order is that of the page.

import { StudioError } from '../errors';
import { strings } from '../strings';
import type { Objective } from './objective';
import { awm } from './awm/awm';
import { crd } from './crd/crd';
import { csft } from './csft/csft';
import { dgpo } from './dgpo/dgpo';
import { dmpo } from './dmpo/dmpo';
import { dpo } from './dpo/dpo';
import { dro } from './dro/dro';
import { kto } from './kto/kto';
import { lair } from './lair/lair';
import { mapo } from './mapo/mapo';
import { orpo } from './orpo/orpo';
import { orrpo } from './orrpo/orrpo';
import { qrpo } from './qrpo/qrpo';
import { rpo } from './rpo/rpo';
import { DISTANCE_WEIGHT } from './shared/distanceWeight';
import { sft } from './sft/sft';
import { signed } from './signed/signed';
import { tgo } from './tgo/tgo';
import { weighted } from './weighted/weighted';

export { rowsOfPart, type DrawnRows } from './drawnRows';
export type { DataKind, Objective, ObjectiveSetting } from './objective';

export const OBJECTIVES: readonly Objective[] = [
  tgo,
  sft,
  signed,
  weighted,
  csft,
  kto,
  dpo,
  dmpo,
  rpo,
  mapo,
  dro,
  orpo,
  orrpo,
  lair,
  qrpo,
  crd,
  dgpo,
  awm,
];

/** The method that new runs start with. */
export const DEFAULT_OBJECTIVE = OBJECTIVES[0]!;

/** The record of a method. Errors: StudioError BadSettings when there is none of that id. */
export function objectiveOf(id: string): Objective {
  const found = OBJECTIVES.find((objective) => objective.id === id);
  if (!found)
    throw new StudioError('BadSettings', ...strings.errors.objectives.noMethod(id, trainableIds()));
  return found;
}

/**
 * Refuses a method that the studio cannot train yet. Errors: StudioError BadSettings saying what is
 * missing.
 */
export function refuseUntrainable(id: string): void {
  const { label, untrainable } = objectiveOf(id);
  if (untrainable === null) return;
  throw new StudioError(
    'BadSettings',
    ...strings.errors.objectives.untrainable(label, untrainable, trainableIds()),
  );
}

/** True where a sample's weight grows with its distance from τ (the number c). */
export function weighsDistance(objective: Objective): boolean {
  return objective.settings.some(({ key }) => key === DISTANCE_WEIGHT.key);
}

/** True where a method can learn from images that are sampled and scored while it runs. */
export function learnsOnline({ data, badPrefix }: Objective): boolean {
  if (badPrefix !== undefined) return false;
  return data === 'scored' || data === 'positives' || data === 'advantages';
}

const trainableIds = (): string[] => trainableObjectives().map(({ id }) => id);

/** Those that a run can be started with. */
export function trainableObjectives(): readonly Objective[] {
  return OBJECTIVES.filter((objective) => objective.untrainable === null);
}
