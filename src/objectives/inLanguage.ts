// A method's words in the language of the page. Records hold them in English; a language's
// `records` has its words by the English.

import { recordSays as said } from '../strings/language';
import type { Objective, ObjectiveSetting } from './objective';

const settingSaid = (setting: ObjectiveSetting): ObjectiveSetting => ({
  ...setting,
  label: said(setting.label),
  meaning: said(setting.meaning),
  source: said(setting.source),
  ...(setting.maskgit?.source === undefined
    ? {}
    : { maskgit: { ...setting.maskgit, source: said(setting.maskgit.source) } }),
});

export const inLanguage = (objective: Objective): Objective => ({
  ...objective,
  label: said(objective.label),
  title: said(objective.title),
  summary: said(objective.summary),
  settings: objective.settings.map(settingSaid),
  firstLossName: objective.firstLossName === null ? null : said(objective.firstLossName),
  symbols: (paradigm) => objective.symbols(paradigm).split('; ').map(said).join('; '),
  equations: (facts) =>
    objective.equations(facts).map((equation) => ({ ...equation, label: said(equation.label) })),
});
