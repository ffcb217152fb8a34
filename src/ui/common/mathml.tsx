// Names for the few MathML elements the formulas use; React's types know only HTML and SVG, so they
// are made here once.

import type { ReactNode } from 'react';
import { createElement } from 'react';

interface MathProps {
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

const element = (tag: string, fixed: Record<string, string> = {}) =>
  function MathElement({ children, className }: MathProps) {
    return createElement(
      tag,
      { ...fixed, ...(className === undefined ? {} : { className }) },
      children,
    );
  };

export const Mi = element('mi');
export const Mn = element('mn');
export const Mo = element('mo');
/** A fence or sign without the space of an operator. */
export const Mtight = element('mo', { lspace: '0', rspace: '0' });
export const Mfence = element('mo', { stretchy: 'false', lspace: '0', rspace: '0' });
export const Mrow = element('mrow');
export const Msub = element('msub');
export const Msup = element('msup');
export const Msubsup = element('msubsup');
export const Mfrac = element('mfrac');
export const Munder = element('munder');
export const Mtext = element('mtext');
export const Mspace = element('mspace', { width: '0.35em' });

/** A formula on its own line, named for who cannot see it. */
export function Formula({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return createElement('math', { display: 'block', 'aria-label': label }, children);
}
