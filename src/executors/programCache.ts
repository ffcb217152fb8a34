// Compiled programs by name, so that each is compiled once however often it is asked for.

import type { Program } from './executor';

export class ProgramCache {
  private readonly programs = new Map<string, Promise<Program>>();

  /** The program of that name; a compilation that fails is tried again at the next call. */
  get(key: string, compile: () => Promise<Program>): Promise<Program> {
    let program = this.programs.get(key);
    if (!program) {
      program = compile();
      this.programs.set(key, program);
      program.catch(() => this.programs.delete(key));
    }
    return program;
  }

  async dispose(): Promise<void> {
    for (const program of this.programs.values()) (await program).dispose();
    this.programs.clear();
  }
}
