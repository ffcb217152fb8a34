import { describe, expect, it } from 'vitest';
import { buffersOf } from './buffersOf';

describe('the buffers a message gives away', () => {
  it('are those of its images, each once, wherever they lie', () => {
    const [first, second] = [new Uint8ClampedArray(12), new Uint8Array(5)];
    const message = {
      type: 'preview',
      images: [
        { prompt: 'a', pixels: { width: 2, height: 2, rgb: first } },
        { prompt: 'b', png: second, again: first },
      ],
      steps: [{ logRatios: [1, 2, 3] }],
      blob: new Blob(['x']),
      nothing: null,
    };
    expect(buffersOf(message)).toEqual([first.buffer, second.buffer]);
    const copy = structuredClone(message.images, { transfer: buffersOf(message.images) });
    expect([first.length, second.length]).toEqual([0, 0]);
    expect(copy[0]!.pixels!.rgb).toHaveLength(12);
  });

  it('leave out a view of a part, and what is empty', () => {
    expect(buffersOf([new Uint8Array(new ArrayBuffer(8), 2, 4), new Float32Array(0)])).toEqual([]);
  });
});
