// Whether a WebGPU device gives out so much memory. WebGPU tells no amount of it, so it is asked:
// buffers are created under an out-of-memory scope and destroyed again. An operating system may
// promise more than it has, so that "yes" is no proof; "no" is.

/** Largest buffer asked for at a time. */
const PIECE = 256 * 2 ** 20;

/** True where buffers of `bytes` in all could be created side by side. */
export async function canAllocate(device: GPUDevice, bytes: number): Promise<boolean> {
  const piece = Math.min(PIECE, device.limits.maxBufferSize);
  const made: GPUBuffer[] = [];
  device.pushErrorScope('out-of-memory');
  try {
    for (let left = bytes; left > 0; left -= piece)
      made.push(
        device.createBuffer({
          label: 'memory probe',
          size: Math.ceil(Math.min(left, piece) / 4) * 4,
          usage: GPUBufferUsage.STORAGE,
        }),
      );
  } finally {
    for (const buffer of made) buffer.destroy();
  }
  return (await device.popErrorScope()) === null;
}
