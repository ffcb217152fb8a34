import type { Plugin } from 'vite';

/** `virtual:clip-merges`: the merges of CLIP's vocabulary as text. */
export function clipMerges(): Plugin;
