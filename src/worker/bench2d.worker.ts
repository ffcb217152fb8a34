// The bench's own worker. It bears the page's language as its name, and takes messages in their
// order from the first on, while its code is still loaded.

import type { BenchRequest } from '../domain/bench2d';
import { useLanguage } from '../strings/language';

const loaded = useLanguage(self.name).then(() => import('./bench2dWorker'));

self.addEventListener('message', ({ data }: MessageEvent<BenchRequest>) => {
  loaded.then(({ receive }) => receive(data)).catch(reportError);
});
