// Counts the bytes of all GPU buffers a device has and has not destroyed yet, by watching the
// device itself: what a plan says can be compared with what a step really took.

export interface LiveBuffers {
  /** Bytes of the buffers that are there now. */
  readonly bytes: number;
  /** Most bytes there were at once since `resetPeak`. */
  readonly peakBytes: number;
  /** Bytes now, by the first word of the buffers' labels. */
  byLabel(): Record<string, number>;
  resetPeak(): void;
}

/** Watches a device from here on; `onCreate` is told after each buffer. */
export function watchBuffers(device: GPUDevice, onCreate: () => void = () => {}): LiveBuffers {
  const live = new Map<GPUBuffer, number>();
  let bytes = 0;
  let peakBytes = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    live.set(buffer, descriptor.size);
    bytes += descriptor.size;
    peakBytes = Math.max(peakBytes, bytes);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      bytes -= live.get(buffer) ?? 0;
      live.delete(buffer);
      return destroy();
    };
    onCreate();
    return buffer;
  };
  return {
    get bytes() {
      return bytes;
    },
    get peakBytes() {
      return peakBytes;
    },
    byLabel() {
      const sums: Record<string, number> = {};
      for (const [{ label }, size] of live) {
        const [word = ''] = label.split(/[ /]/);
        sums[word] = (sums[word] ?? 0) + size;
      }
      return sums;
    },
    resetPeak() {
      peakBytes = bytes;
    },
  };
}
