// Compiled programs by name, so that each is compiled once however often it is asked for, and freed
// when nobody uses it any more.

import type { Program } from './executor';

interface Kept {
  readonly program: Promise<Program>;
  users: number;
  /** Freed when its last use ends. */
  dropped: boolean;
}

export class ProgramCache {
  private readonly programs = new Map<string, Kept>();

  /**
   * What `work` makes of the program of that name, which stays until then; a compilation that fails
   * is tried again at the next call.
   */
  async use<Result>(
    key: string,
    compile: () => Promise<Program>,
    work: (program: Program) => Promise<Result>,
  ): Promise<Result> {
    let kept = this.programs.get(key);
    if (!kept) {
      const made: Kept = { program: compile(), users: 0, dropped: false };
      kept = made;
      this.programs.set(key, made);
      made.program.catch(() => this.programs.get(key) === made && this.programs.delete(key));
    }
    kept.users++;
    try {
      return await work(await kept.program);
    } finally {
      kept.users--;
      if (kept.dropped && kept.users === 0) await free(kept);
    }
  }

  /** The program of that name, for as long as the cache is not dropped. */
  get(key: string, compile: () => Promise<Program>): Promise<Program> {
    return this.use(key, compile, (program) => Promise.resolve(program));
  }

  /** Frees all programs, now or when their last use ends; compiled anew when asked for. */
  async drop(): Promise<void> {
    const all = [...this.programs.values()];
    this.programs.clear();
    for (const kept of all) {
      kept.dropped = true;
      if (kept.users === 0) await free(kept);
    }
  }

  async dispose(): Promise<void> {
    for (const { program } of this.programs.values()) (await program).dispose();
    this.programs.clear();
  }
}

/** A compilation that failed left nothing to free. */
async function free({ program }: Kept): Promise<void> {
  await program.then(
    (made) => made.dispose(),
    () => undefined,
  );
}
