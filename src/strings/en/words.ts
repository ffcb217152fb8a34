// What a translation of a catalogue is.

/** The same keys and functions, with any words. */
export type Words<T> = T extends string
  ? string
  : T extends (...values: infer V) => infer R
    ? (...values: V) => Words<R>
    : { readonly [K in keyof T]: Words<T[K]> };
