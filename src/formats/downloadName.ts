// File names made of the name a person gave something, for the browser's download list.

export function downloadName(name: string, rest: string): string {
  return `${
    name
      .trim()
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'plumbline'
  }${rest}`;
}

/** The base with the LoRA of a run folded in. */
export const mergedFileName = (run: string, step: number): string =>
  downloadName(run, `-step${step}-merged.safetensors`);

/** The LoRA of a run at a step. */
export const loraFileName = (run: string, step: number, format: 'diffusers' | 'kohya'): string =>
  downloadName(run, `-step${step}${format === 'kohya' ? '-kohya' : ''}.safetensors`);
