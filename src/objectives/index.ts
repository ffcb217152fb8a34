// Every training method, one line each. The order is that of the page.

import { StudioError } from '../errors';
import { objectiveErrors } from '../strings/errors/objectives';
import { paradigmFacts, type ParadigmId } from '../paradigms/facts';
import type { Objective } from './objective';
import { inLanguage } from './inLanguage';
import { awm } from './awm/awm';
import { crd } from './crd/crd';
import { csft } from './csft/csft';
import { ddpo } from './ddpo/ddpo';
import { dgpo } from './dgpo/dgpo';
import { dmpo } from './dmpo/dmpo';
import { dpo } from './dpo/dpo';
import { dro } from './dro/dro';
import { dspo } from './dspo/dspo';
import { kto } from './kto/kto';
import { lair } from './lair/lair';
import { mapo } from './mapo/mapo';
import { nft } from './nft/nft';
import { orpo } from './orpo/orpo';
import { orrpo } from './orrpo/orrpo';
import { qrpo } from './qrpo/qrpo';
import { rpo } from './rpo/rpo';
import { DISTANCE_WEIGHT } from './shared/distanceWeight';
import { sft } from './sft/sft';
import { spin } from './spin/spin';
import { signed } from './signed/signed';
import { tgo } from './tgo/tgo';
import { weighted } from './weighted/weighted';

export { cappedG } from '../graph/objectiveTerms';
export { rowsOfPart, type DrawnRows } from './drawnRows';
export { termsInForce } from './shared/winnerPreserving';
export type { DataKind, Objective, ObjectiveSetting } from './objective';
export type { Calibration } from './shared/calibration';

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
  dspo,
  dro,
  spin,
  orpo,
  orrpo,
  lair,
  qrpo,
  crd,
  dgpo,
  awm,
  nft,
  ddpo,
].map(inLanguage);

/** The method that new runs start with. */
export const DEFAULT_OBJECTIVE = OBJECTIVES[0]!;

/** The record of a method. Errors: StudioError BadSettings when there is none of that id. */
export function objectiveOf(id: string): Objective {
  const found = OBJECTIVES.find((objective) => objective.id === id);
  if (!found)
    throw new StudioError('BadSettings', ...objectiveErrors.noMethod(id, trainableIds(null)));
  return found;
}

/**
 * Refuses an unknown method, or one that is not defined for the paradigm that is given. Errors:
 * StudioError BadSettings naming those that are.
 */
export function refuseUntrainable(id: string, paradigm: ParadigmId | null = null): void {
  const objective = objectiveOf(id);
  if (paradigm !== null && !trainsIn(objective, paradigm))
    throw new StudioError(
      'BadSettings',
      ...objectiveErrors.otherParadigm(
        objective.label,
        paradigmFacts(paradigm).words.label,
        trainableIds(paradigm),
      ),
    );
}

/** True where a method is defined for the paradigm's predictions. */
export function trainsIn({ likelihood }: Objective, paradigm: ParadigmId): boolean {
  return likelihood === undefined || likelihood === paradigmFacts(paradigm).likelihood;
}

/** True where a sample's weight grows with its distance from τ (the number c). */
export function weighsDistance(objective: Objective): boolean {
  return objective.settings.some(({ key }) => key === DISTANCE_WEIGHT.key);
}

/** True where a method can learn from images that are sampled and scored while it runs. */
export function learnsOnline({ data, badPrefix }: Objective): boolean {
  if (badPrefix !== undefined) return false;
  return ['scored', 'positives', 'advantages', 'trajectories'].includes(data);
}

/** True where labels by τ decide what a method makes of an image. */
export function readsThreshold({ data }: Objective): boolean {
  return data === 'scored' || data === 'positives' || data === 'demonstrations';
}

/** True where a step needs several images together, which then have one size. */
export function joinsImages({ data }: Objective): boolean {
  return data === 'pairs' || data === 'groups' || data === 'demonstrations';
}

/** True where a method can learn from a set; false where it must sample for itself. */
export function learnsOffline({ data }: Objective): boolean {
  return data !== 'trajectories';
}

const trainableIds = (paradigm: ParadigmId | null): string[] =>
  trainableObjectives(paradigm).map(({ id }) => id);

/** Those that a run can be started with, of a paradigm or of any. */
export function trainableObjectives(paradigm: ParadigmId | null = null): readonly Objective[] {
  return OBJECTIVES.filter((objective) => paradigm === null || trainsIn(objective, paradigm));
}
