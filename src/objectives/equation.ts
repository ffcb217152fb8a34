// The equations of a method, written in a small part of TeX and read into a tree that the page
// turns into MathML: \frac{a}{b}, \sum_{i}, x_{i}, x^{2}, \text{words}, \, for a space, \min … for
// upright names, and everything else as it stands. A letter that is the symbol of a setting can be
// lit or replaced by its value by whoever shows the tree.

export interface Equation {
  /** For who cannot see it. */
  readonly label: string;
  readonly tex: string;
}

export type MathNode =
  | { readonly kind: 'letter' | 'number' | 'operator' | 'fence' | 'text'; readonly text: string }
  | { readonly kind: 'space' }
  | { readonly kind: 'row'; readonly children: readonly MathNode[] }
  | { readonly kind: 'fraction'; readonly over: MathNode; readonly under: MathNode }
  | {
      readonly kind: 'scripts';
      readonly base: MathNode;
      readonly sub: MathNode | null;
      readonly sup: MathNode | null;
    };

const SYMBOLS: Readonly<Record<string, string>> = {
  sum: '∑',
  cdot: '·',
  pm: '±',
  geq: '≥',
  sigma: 'σ',
};
const FENCES = '()[]|{}';
const OPERATORS = '=+−-·±≥≤<>,∑;';

/** Reads an equation. Errors: throws naming what is not closed or not known. */
export function parseEquation(tex: string): MathNode {
  const tokens = tex.match(/\\[a-zA-Z]+|\\,|\\[{}]|\d+(?:[.,]\d+)*|[^\s]/gu) ?? [];
  let at = 0;
  const group = (): MathNode => {
    if (tokens[at] !== '{') return atom();
    at++;
    const children: MathNode[] = [];
    while (tokens[at] !== '}') {
      if (at >= tokens.length) throw new Error(`equation: a { is not closed in ${tex}`);
      children.push(scripted());
    }
    at++;
    return children.length === 1 ? children[0]! : { kind: 'row', children };
  };
  const textGroup = (): MathNode => {
    const start = tex.indexOf('{', tex.indexOf('\\text', textFrom));
    const end = tex.indexOf('}', start);
    textFrom = end;
    while (at < tokens.length && tokens[at] !== '}') at++;
    at++;
    return { kind: 'text', text: tex.slice(start + 1, end) };
  };
  let textFrom = 0;
  const atom = (): MathNode => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`equation: something is missing at the end of ${tex}`);
    if (token === '{') {
      at--;
      return group();
    }
    if (token === '\\frac') return { kind: 'fraction', over: group(), under: group() };
    if (token === '\\text') return textGroup();
    if (token === '\\,') return { kind: 'space' };
    if (token === '\\{' || token === '\\}') return { kind: 'fence', text: token[1]! };
    if (token.startsWith('\\')) {
      const name = token.slice(1);
      const symbol = SYMBOLS[name];
      return symbol === undefined
        ? { kind: 'letter', text: name }
        : { kind: OPERATORS.includes(symbol) ? 'operator' : 'letter', text: symbol };
    }
    if (/^\d/.test(token)) return { kind: 'number', text: token };
    if (FENCES.includes(token)) return { kind: 'fence', text: token };
    return { kind: OPERATORS.includes(token) ? 'operator' : 'letter', text: token };
  };
  const scripted = (): MathNode => {
    const base = atom();
    let sub: MathNode | null = null;
    let sup: MathNode | null = null;
    while (tokens[at] === '_' || tokens[at] === '^') {
      if (tokens[at++] === '_') sub = group();
      else sup = group();
    }
    return sub || sup ? { kind: 'scripts', base, sub, sup } : base;
  };
  const children: MathNode[] = [];
  while (at < tokens.length) children.push(scripted());
  return { kind: 'row', children };
}
