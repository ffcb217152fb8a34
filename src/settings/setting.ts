// What a setting says of itself: its values, its default, whether it may change while a run is
// loaded and, of a number, the bounds of its slider. Its words are in strings/en/settings.ts.

import * as v from 'valibot';

/** How a number's control behaves. */
export interface NumberBounds {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly step: number;
  /** Counts something. */
  readonly whole: boolean;
  /** In the fold of the objective screen. */
  readonly advanced: boolean;
}

export interface Setting<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly default: T;
  /** Takes effect at the next step of a loaded run; the others are locked then. */
  readonly live: boolean;
  /** null where it is no number with a slider. */
  readonly bounds: NumberBounds | null;
}

/** A setting that may change while a run is loaded. */
export type Live<S> = S & { readonly live: true };

interface NumberOptions extends Partial<NumberBounds> {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

export interface NumberSettingRecord extends Setting<number> {
  readonly bounds: NumberBounds;
}

/** A number between bounds; linear in steps of 1 and whole where nothing else is said. */
export function number(options: NumberOptions): NumberSettingRecord {
  const bounds = { scale: 'linear', step: 1, whole: false, advanced: false, ...options } as const;
  const inBounds = v.pipe(v.number(), v.finite(), v.minValue(bounds.min), v.maxValue(bounds.max));
  return {
    schema: bounds.whole ? v.pipe(inBounds, v.integer()) : inBounds,
    default: bounds.default,
    live: false,
    bounds,
  };
}

/** A whole number between bounds. */
export const whole = (options: NumberOptions): NumberSettingRecord =>
  number({ ...options, whole: true });

/** A value of a schema. */
export function value<T>(schema: v.GenericSchema<unknown, T>, standard: NoInfer<T>): Setting<T> {
  return { schema, default: standard, live: false, bounds: null };
}

/** One of some names; the first is the default. */
export function choice<const T extends readonly [string, ...string[]]>(ids: T): Setting<T[number]> {
  return value(v.picklist(ids) as v.GenericSchema<unknown, T[number]>, ids[0]);
}

/** The same setting, one that may change while a run is loaded. */
export function live<S extends Setting<never> | Setting<unknown>>(setting: S): Live<S> {
  return { ...setting, live: true };
}
