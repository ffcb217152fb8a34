// What a process takes beside its GPU buffers. JavaScript's memory is the heap in use and all
// ArrayBuffers (`heapUsed` and `external` of process.memoryUsage); the file cache of the system is
// in neither. `beside` is the resident set less the GPU buffers, which a software adapter keeps in
// the same process; it holds Node, Dawn and compiled kernels too.

const MIB = 2 ** 20;

export class MemoryWatch {
  private readonly start = process.memoryUsage();
  private peakScript = 0;
  private peakBeside = 0;

  /** Looks now; called after each buffer, when tensor, laid-out copy and mapping are all there. */
  look(gpuBytes: number): void {
    const { heapUsed, external, rss } = process.memoryUsage();
    this.peakScript = Math.max(this.peakScript, heapUsed + external);
    this.peakBeside = Math.max(this.peakBeside, rss - gpuBytes);
  }

  /** Peaks above the start, in MiB. */
  report(): { readonly scriptMiB: number; readonly besideGpuMiB: number } {
    const { heapUsed, external, rss } = this.start;
    return {
      scriptMiB: Math.round((this.peakScript - heapUsed - external) / MIB),
      besideGpuMiB: Math.round((this.peakBeside - rss) / MIB),
    };
  }
}
