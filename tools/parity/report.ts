// The lines of a parity run and their sums. A line is: case, executor (or `host`), largest error,
// tolerance, `ok` or `FAILED`; what there is no code for is `unknown` and counted. A case fails
// when its error is above its tolerance or not a number.

/** Error of one tensor against its recording, and what was allowed. */
export interface Comparison {
  /** Which tensor. */
  readonly what: string;
  readonly error: number;
  readonly tolerance: number;
}

export interface Totals {
  ok: number;
  failed: number;
  unknown: number;
  skipped: number;
}

/** The comparison nearest to failing; a NaN error comes first. */
export function worstOf(comparisons: readonly Comparison[]): Comparison {
  if (comparisons.length === 0) throw new Error('nothing was compared');
  const strain = ({ error, tolerance }: Comparison): number =>
    Number.isNaN(error) ? Infinity : error === 0 ? 0 : error / tolerance;
  return comparisons.reduce((worst, next) => (strain(next) > strain(worst) ? next : worst));
}

export class Report {
  readonly totals: Totals = { ok: 0, failed: 0, unknown: 0, skipped: 0 };

  /** `quiet` prints only what is not ok. */
  constructor(
    private readonly quiet: boolean,
    private readonly print: (line: string) => void = (line) => console.log(line),
  ) {}

  private line(name: string, executor: string, middle: string, status: string, note: string): void {
    if (this.quiet && status === 'ok') return;
    this.print(
      `${name.padEnd(62)} ${executor.padEnd(18)} ${middle.padEnd(21)} ` +
        `${status}${note && ` (${note})`}`,
    );
  }

  /** A case that was run: its worst comparison decides. */
  measured(name: string, executor: string, comparisons: readonly Comparison[]): void {
    const { what, error, tolerance } = worstOf(comparisons);
    const ok = error <= tolerance;
    this.totals[ok ? 'ok' : 'failed']++;
    this.line(
      name,
      executor,
      `${error.toExponential(2)} ≤ ${tolerance.toExponential(2)}`.replace('≤', ok ? '≤' : '>'),
      ok ? 'ok' : 'FAILED',
      ok ? '' : what,
    );
  }

  /** A case that could not be run, and why. */
  failed(name: string, executor: string, reason: string): void {
    this.totals.failed++;
    this.line(name, executor, '', 'FAILED', reason);
  }

  /** A case there is no code for yet. */
  unknown(name: string, reason = ''): void {
    this.totals.unknown++;
    this.line(name, '', '', 'unknown', reason);
  }

  /** A case left out because the person asked for it. */
  skipped(name: string, executor: string, reason: string): void {
    this.totals.skipped++;
    this.line(name, executor, '', 'skipped', reason);
  }

  /** The sums in words. */
  summary(): string {
    const { ok, failed, unknown, skipped } = this.totals;
    return (
      `${ok} ok, ${failed} FAILED, ${unknown} ` +
      `unknown${skipped > 0 ? `, ${skipped} skipped` : ''}`
    );
  }
}

/** A thrown thing in one line, with its remedy where it has one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const remedy = (error as { remedy?: unknown }).remedy;
  return `${error.message}${typeof remedy === 'string' ? ` ${remedy}` : ''}`.split('\n')[0]!;
}
