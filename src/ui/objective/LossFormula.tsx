// The loss as it is minimised, first in letters, then with the values on the sliders; the term
// whose control is in use is lit. A τ that differs between batches or prompts carries an index and
// stays a letter.

import type { ReactNode } from 'react';
import { strings } from '../../strings';
import { thresholdOrigin } from '../../data/labels/threshold';
import { short } from '../../strings/format';
import { settingsStore } from '../../state/objective/settingsStore';
import type { FormulaTerm } from '../../state/objective/settingsStore';
import type { RunSettings } from '../../settings/runSettings';
import {
  Formula,
  Mfence,
  Mfrac,
  Mi,
  Mn,
  Mo,
  Mrow,
  Mspace,
  Msub,
  Mtext,
  Mtight,
  Munder,
} from '../common/mathml';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.objective;

interface Terms {
  readonly beta: string;
  readonly c: string;
  readonly temperature: string;
  readonly tau: string;
  /** B for a batch's own τ, g for a prompt's. */
  readonly index: 'B' | 'g' | null;
  readonly batch: string;
  readonly numbers: boolean;
  /** MaskGIT's log-ratio is of log-probabilities of tokens; no T stands in it. */
  readonly tokens: boolean;
}

export function LossFormula({ tau }: { readonly tau: number | null }) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const lit = useStore(settingsStore, (state) => state.litTerm);
  const origin = thresholdOrigin(settings);
  const index = origin === 'batch' ? 'B' : origin === 'prompt' ? 'g' : null;
  const letters: Terms = {
    beta: 'β',
    c: 'c',
    temperature: 'T',
    tau: 'τ',
    index,
    batch: 'B',
    numbers: false,
    tokens: settings.paradigm === 'maskgit',
  };
  const numbers: Terms = {
    beta: short(settings.beta),
    c: short(settings.c),
    temperature: short(settings.temperature),
    tau: tau === null || index !== null ? 'τ' : short(tau),
    index,
    batch: short(settings.batchSize),
    numbers: true,
    tokens: settings.paradigm === 'maskgit',
  };
  const byPrompt =
    origin === 'prompt' ? <PromptFormula k={settings.thresholdShrinkage} lit={lit} /> : null;
  if (settings.method === 'sft')
    return (
      <SupervisedFormula batch={numbers.batch} index={index} tokens={numbers.tokens}>
        {byPrompt}
      </SupervisedFormula>
    );
  return (
    <div className="formula" data-testid={testIds.formula}>
      <div className="formula-block">
        <ThresholdGuided terms={letters} lit={lit} scale={settings.scoreScale}>
          {byPrompt}
        </ThresholdGuided>
      </div>
      <div className="formula-block values">
        <span className="eyebrow">{text.withValues}</span>
        <ThresholdGuided terms={numbers} lit={lit} scale={settings.scoreScale} />
        {settings.paradigm === 'maskgit' ? null : (
          <p className="small muted">
            {text.kappa}: <b>{short(settings.beta / settings.temperature)}</b>
          </p>
        )}
      </div>
    </div>
  );
}

function Term({
  name,
  value,
  lit,
  numbers,
}: {
  readonly name: Exclude<FormulaTerm, null>;
  readonly value: string;
  readonly lit: FormulaTerm;
  readonly numbers: boolean;
}) {
  const className = lit === name ? 'term lit' : 'term';
  return numbers && value !== 'τ' ? (
    <Mn className={className}>{value}</Mn>
  ) : (
    <Mi className={className}>{value}</Mi>
  );
}

/** τ_g = n/(n+k)·q_g + k/(n+k)·q with the k in force. */
function PromptFormula({ k, lit }: { readonly k: number; readonly lit: FormulaTerm }) {
  const shareOf = (share: ReactNode) => (
    <Mfrac>
      {share}
      <Mrow>
        <Mi>n</Mi>
        <Mo>+</Mo>
        <Mn>{short(k)}</Mn>
      </Mrow>
    </Mfrac>
  );
  return (
    <Formula label={strings.threshold.tauOfPrompt}>
      <Msub>
        <Mi className={lit === 'tau' ? 'term lit' : 'term'}>τ</Mi>
        <Mi>g</Mi>
      </Msub>
      <Mo>=</Mo>
      {shareOf(<Mi>n</Mi>)}
      <Msub>
        <Mi>q</Mi>
        <Mi>g</Mi>
      </Msub>
      <Mo>+</Mo>
      {shareOf(<Mn>{short(k)}</Mn>)}
      <Mi>q</Mi>
    </Formula>
  );
}

const Indexed = ({ letter }: { readonly letter: string }) => (
  <Msub>
    <Mi>{letter}</Mi>
    <Mi>i</Mi>
  </Msub>
);

interface ThresholdGuidedProps {
  readonly terms: Terms;
  readonly lit: FormulaTerm;
  readonly scale: RunSettings['scoreScale'];
  readonly children?: ReactNode;
}

function ThresholdGuided({ terms, lit, scale, children }: ThresholdGuidedProps) {
  const { numbers } = terms;
  const tau = <Term name="tau" value={terms.tau} lit={lit} numbers={numbers} />;
  const distance = (
    <Mrow>
      <Mfence>|</Mfence>
      <Indexed letter="s" />
      <Mo>−</Mo>
      {terms.index === null ? (
        tau
      ) : (
        <Msub>
          {tau}
          <Mi>{terms.index}</Mi>
        </Msub>
      )}
      <Mfence>|</Mfence>
    </Mrow>
  );
  return (
    <>
      <Formula label={text.formulaLabel}>
        <Mi>L</Mi>
        <Mo>=</Mo>
        <Mo>−</Mo>
        <Mfrac>
          <Mn>1</Mn>
          {numbers ? <Mn>{terms.batch}</Mn> : <Mi>B</Mi>}
        </Mfrac>
        <Munder>
          <Mo>∑</Mo>
          <Mi>i</Mi>
        </Munder>
        <Indexed letter="w" />
        <Mspace />
        <Mi>log</Mi>
        <Mspace />
        <Mi>σ</Mi>
        <Mfence>(</Mfence>
        <Mtight>±</Mtight>
        <Term name="beta" value={terms.beta} lit={lit} numbers={numbers} />
        <Mspace />
        <Indexed letter="a" />
        <Mfence>)</Mfence>
      </Formula>
      <Formula label={text.whereWeight}>
        <Indexed letter="w" />
        <Mo>=</Mo>
        <Mn>1</Mn>
        <Mo>+</Mo>
        <Term name="c" value={terms.c} lit={lit} numbers={numbers} />
        <Mo>·</Mo>
        {scale === 'standardized' ? (
          <Mrow>
            <Mi>min</Mi>
            <Mfence>(</Mfence>
            <Mfrac>
              {distance}
              <Mtext>{text.formulaSd}</Mtext>
            </Mfrac>
            <Mo>,</Mo>
            <Mn>3</Mn>
            <Mfence>)</Mfence>
          </Mrow>
        ) : null}
        {scale === 'minmax' ? (
          <Mfrac>
            {distance}
            <Mtext>{text.formulaRange}</Mtext>
          </Mfrac>
        ) : null}
        {scale === 'raw' || scale === 'rank' ? distance : null}
      </Formula>
      <Formula label={text.whereRatio}>
        <Indexed letter="a" />
        <Mo>=</Mo>
        {terms.tokens ? (
          <Mrow>
            <Indexed letter="r" />
            <Mo>−</Mo>
            <Indexed letter="m" />
          </Mrow>
        ) : (
          <Mfrac>
            <Mrow>
              <Indexed letter="r" />
              <Mo>−</Mo>
              <Indexed letter="m" />
            </Mrow>
            <Term name="temperature" value={terms.temperature} lit={lit} numbers={numbers} />
          </Mfrac>
        )}
      </Formula>
      {children}
      {numbers ? null : (
        <p className="small muted">
          {terms.tokens ? text.formulaWhereTokens : text.formulaWhere}
          {terms.index === 'g' ? ` ${strings.threshold.tauOfPromptWhere}` : ''}
        </p>
      )}
    </>
  );
}

function SupervisedFormula({
  batch,
  index,
  tokens,
  children,
}: {
  readonly batch: string;
  readonly index: Terms['index'];
  readonly tokens: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className="formula" data-testid={testIds.formula}>
      <div className="formula-block">
        <Formula label={text.sftFormulaLabel}>
          <Mi>L</Mi>
          <Mo>=</Mo>
          <Mfrac>
            <Mn>1</Mn>
            <Mn>{batch}</Mn>
          </Mfrac>
          <Munder>
            <Mo>∑</Mo>
            <Mrow>
              <Msub>
                <Mi>s</Mi>
                <Mi>i</Mi>
              </Msub>
              <Mo>≥</Mo>
              {index === null ? (
                <Mi>τ</Mi>
              ) : (
                <Msub>
                  <Mi>τ</Mi>
                  <Mi>{index}</Mi>
                </Msub>
              )}
            </Mrow>
          </Munder>
          <Indexed letter="m" />
        </Formula>
        {children}
        <p className="small muted">
          {tokens ? text.sftWhereTokens : text.sftWhere}
          {index === 'g' ? ` ${strings.threshold.tauOfPromptWhere}` : ''}
        </p>
      </div>
    </div>
  );
}
