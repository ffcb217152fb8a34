// The loss as it is minimised, first in letters, then with the values on the sliders; the term
// whose control is in use is lit. The equations are the method's own (objectives/). A τ that
// differs between batches or prompts carries an index and stays a letter.

import { useMemo } from 'react';
import { strings } from '../../strings';
import { byPrompt, thresholdOrigin } from '../../data/labels/threshold';
import { objectiveOf } from '../../objectives';
import { objectiveSettingsFor } from '../../settings/numberSettings';
import { numberOf } from '../../settings/numberValues';
import { short } from '../../strings/format';
import { settingsStore } from '../../state/objective/settingsStore';
import type { FormulaTerm } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { EquationView, type Term } from './EquationView';

const text = strings.objective;

/** A prompt's own threshold by the oracle, b its β in score units. */
const ORACLE = 'q_{g} = b \\log \\frac{1}{n} \\sum_{j} e^{s_{j} / b}';
/** Shrinkage of a prompt's τ with the k in force. */
const PROMPT_TAU = 'τ_{g} = \\frac{n}{n + k} q_{g} + \\frac{k}{n + k} q';

export function LossFormula({ tau }: { readonly tau: number | null }) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const lit = useStore(settingsStore, (state) => state.litTerm);
  const {
    paradigm,
    threshold: { scoreScale },
  } = settings;
  const objective = objectiveOf(settings.method);
  const origin = thresholdOrigin(settings.threshold);
  const thresholdIndex = origin === 'batch' ? 'B' : byPrompt(origin) ? 'g' : null;
  const where =
    origin === 'oracle' ? strings.threshold.oracleWhere : strings.threshold.tauOfPromptWhere;
  const equations = useMemo(
    () => objective.equations({ paradigm, scoreScale, thresholdIndex }),
    [objective, paradigm, scoreScale, thresholdIndex],
  );
  const own = objectiveSettingsFor(settings);
  const term = (key: FormulaTerm, value: string | null): Term => ({
    lit: key !== null && lit === key,
    value,
  });
  const terms = (values: boolean): ReadonlyMap<string, Term> =>
    new Map([
      ...own.map((setting): [string, Term] => [
        setting.symbol,
        term(setting.key, values ? short(numberOf(settings, setting)) : null),
      ]),
      [
        'τ',
        term('tau', values && tau !== null && thresholdIndex === null ? short(tau) : null),
      ] as const,
      ['B', term(null, values ? short(settings.training.batchSize) : null)] as const,
    ]);
  const gain = objective.gain?.(paradigm, settings.objective) ?? null;
  return (
    <div className="formula" data-testid={testIds.formula}>
      <div className="formula-block">
        {equations.map((equation) => (
          <EquationView key={equation.label} equation={equation} terms={terms(false)} />
        ))}
        {thresholdIndex === 'g' ? (
          <EquationView
            equation={{ label: strings.threshold.tauOfPrompt, tex: PROMPT_TAU }}
            terms={
              new Map([
                ['τ', term('tau', null)],
                ['k', term(null, short(settings.threshold.thresholdShrinkage))],
              ])
            }
          />
        ) : null}
        {origin === 'oracle' ? (
          <EquationView
            equation={{ label: strings.threshold.oracleOfPrompt, tex: ORACLE }}
            terms={new Map()}
          />
        ) : null}
        <p className="small muted">
          {objective.symbols(paradigm)}
          {thresholdIndex === 'g' ? ` ${where}` : ''}
        </p>
      </div>
      {own.length === 0 ? null : (
        <div className="formula-block values">
          <span className="eyebrow">{text.withValues}</span>
          {equations.map((equation) => (
            <EquationView key={equation.label} equation={equation} terms={terms(true)} />
          ))}
          {gain === null ? null : (
            <p className="small muted">
              {text.kappa(gain.of)}: <b>{short(gain.value)}</b>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
