// The page's colours and type for a canvas, which knows no CSS variables.

export interface Colours {
  /** A CSS colour, or `var(--name)` of the page. */
  of(colour: string): string;
  /** The same, mostly transparent. */
  faded(colour: string): string;
  readonly font: string;
  /** Of the text at the axes, in pixels. */
  readonly size: number;
}

export function pageColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const of = (colour: string): string => {
    const name = /^var\((--[\w-]+)\)$/u.exec(colour)?.[1];
    return name === undefined ? colour : style.getPropertyValue(name).trim();
  };
  return {
    of,
    faded: (colour) => faint(of(colour)),
    font: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
  };
}

/** Six hexadecimal digits, the form of all colours in tokens.css, with an alpha of a third. */
const faint = (colour: string): string => (/^#[\da-f]{6}$/iu.test(colour) ? `${colour}52` : colour);
