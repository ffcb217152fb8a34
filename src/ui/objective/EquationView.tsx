// An equation of a method as MathML; letters that are terms can be lit or replaced by their values.

import { useMemo, type ReactNode } from 'react';
import { parseEquation, type Equation, type MathNode } from '../../objectives/equation';
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
  Msubsup,
  Msup,
  Mtext,
  Mtight,
  Munder,
} from '../common/mathml';

/** What a letter stands for. */
export interface Term {
  readonly lit: boolean;
  /** Shown in its place; null shows the letter. */
  readonly value: string | null;
}

interface EquationViewProps {
  readonly equation: Equation;
  readonly terms: ReadonlyMap<string, Term>;
}

export function EquationView({ equation, terms }: EquationViewProps) {
  const tree = useMemo(() => parseEquation(equation.tex), [equation.tex]);
  return <Formula label={equation.label}>{draw(tree, terms)}</Formula>;
}

function draw(node: MathNode, terms: ReadonlyMap<string, Term>): ReactNode {
  switch (node.kind) {
    case 'letter': {
      const term = terms.get(node.text);
      const className = term === undefined ? undefined : term.lit ? 'term lit' : 'term';
      return term?.value === undefined || term.value === null ? (
        <Mi className={className}>{node.text}</Mi>
      ) : (
        <Mn className={className}>{term.value}</Mn>
      );
    }
    case 'number':
      return <Mn>{node.text}</Mn>;
    case 'operator':
      return node.text === '±' ? <Mtight>±</Mtight> : <Mo>{node.text}</Mo>;
    case 'fence':
      return <Mfence>{node.text}</Mfence>;
    case 'text':
      return <Mtext>{node.text}</Mtext>;
    case 'space':
      return <Mspace />;
    case 'row':
      return (
        <Mrow>
          {node.children.map((child, index) => (
            <Keyed key={index}>{draw(child, terms)}</Keyed>
          ))}
        </Mrow>
      );
    case 'fraction':
      return (
        <Mfrac>
          {draw(node.over, terms)}
          {draw(node.under, terms)}
        </Mfrac>
      );
    case 'scripts': {
      const base = draw(node.base, terms);
      const sub = node.sub && draw(node.sub, terms);
      const sup = node.sup && draw(node.sup, terms);
      if (node.base.kind === 'operator' && node.base.text === '∑')
        return (
          <Munder>
            {base}
            {sub}
          </Munder>
        );
      if (sub !== null && sup !== null)
        return (
          <Msubsup>
            {base}
            {sub}
            {sup}
          </Msubsup>
        );
      return sub !== null ? (
        <Msub>
          {base}
          {sub}
        </Msub>
      ) : (
        <Msup>
          {base}
          {sup}
        </Msup>
      );
    }
  }
}

/** A child of a row, without an element of its own. */
const Keyed = ({ children }: { readonly children: ReactNode }) => <>{children}</>;
