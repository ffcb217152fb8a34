/** What happened, with the value seen, and what to do next. */
export type Said = readonly [happened: string, next: string];
