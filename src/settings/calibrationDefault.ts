// Whether a new run begins by calibrating (docs/losses.md 1.3 j): where its method has a number by
// which it saturates and no measurement on the model says that number.

import { objectiveOf } from '../objectives';
import type { ParadigmId } from '../paradigms/facts';
import type { RunSettings } from './runSettings';

/** `measured`: values that lie beside the model, by key. */
export function calibrationDefault(
  method: string,
  paradigm: ParadigmId,
  measured: readonly Readonly<Record<string, unknown>>[],
): RunSettings['training']['calibration'] {
  const rule = objectiveOf(method).calibration?.(paradigm) ?? null;
  if (rule === null) return 'off';
  return measured.some((values) => values[rule.key] !== undefined) ? 'off' : 'on';
}
