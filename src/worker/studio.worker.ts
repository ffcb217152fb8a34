// The one long-lived worker. It bears the page's language as its name, and takes messages in their
// order from the first on, while its code is still loaded.

import type { StudioCommand } from '../bridge/protocol';
import { useLanguage } from '../strings/language';

const loaded = useLanguage(self.name).then(() => import('./studioWorker'));

self.addEventListener('message', ({ data }: MessageEvent<StudioCommand>) => {
  loaded.then(({ receive }) => receive(data)).catch(reportError);
});
