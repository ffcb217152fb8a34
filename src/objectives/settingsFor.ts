// The numbers of a method as a paradigm has them: some are said otherwise, and some mean nothing,
// where the error of a sample is taken over tokens.

import { paradigmFacts, type ParadigmId } from '../paradigms/facts';
import type { Objective, ObjectiveSetting } from './objective';

const overTokens = (paradigm: ParadigmId): boolean =>
  paradigmFacts(paradigm).likelihood === 'tokens';

/** Those that mean something in the paradigm, with what differs there. */
export function settingsFor(
  { settings }: Pick<Objective, 'settings'>,
  paradigm: ParadigmId,
): readonly Omit<ObjectiveSetting, 'maskgit'>[] {
  const tokens = overTokens(paradigm);
  return settings
    .filter(({ maskgit }) => !tokens || maskgit !== null)
    .map(({ maskgit, ...own }) => ({ ...own, ...(tokens && maskgit) }));
}

/** Keys of those that mean nothing there: their value is then 1. */
export function unusedNumbers(
  { settings }: Pick<Objective, 'settings'>,
  paradigm: ParadigmId,
): readonly string[] {
  if (!overTokens(paradigm)) return [];
  return settings.filter(({ maskgit }) => maskgit === null).map(({ key }) => key);
}
