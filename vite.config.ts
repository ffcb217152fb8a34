import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { clipMerges } from './tools/scripts/clipMerges.mjs';
import { offlineFiles } from './tools/scripts/offlineFiles';

/** Headers that make the page cross-origin isolated, so that wasm may use threads. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), clipMerges(), offlineFiles()],
  worker: { format: 'es', plugins: () => [clipMerges()] },
  build: { target: 'es2023', chunkSizeWarningLimit: 3000 },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  optimizeDeps: { include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'] },
});
