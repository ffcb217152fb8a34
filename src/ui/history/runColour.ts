// The colours by which runs are told apart, in the order in which they were chosen (tokens.css).

const COLOURS = 6;

/** A CSS colour for the run at `place` among those chosen. */
export const runColour = (place: number): string => `var(--run-${(place % COLOURS) + 1})`;
