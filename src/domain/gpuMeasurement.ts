// What a GPU was measured to reach.

export interface GpuMeasurement {
  readonly adapter: string;
  /** 10⁹ operations per second; null: not measured in the time. */
  readonly rates: Readonly<Record<'product' | 'convolution' | 'attention', number | null>>;
  /** Best rate of any operation, 10⁹ per second. */
  readonly bestGflops: number;
  /** A step of the chosen base and settings. */
  readonly step: {
    /** Products, convolutions and attention alone; null where a rate is missing. */
    readonly seconds: number | null;
    readonly gflop: number;
    readonly resolution: readonly [height: number, width: number];
    readonly batchSize: number;
    readonly modelName: string;
  };
  /** The whole report on one line, as JSON: what can be sent. */
  readonly line: string;
}
