// Changing the language loads the page anew, since its modules keep their words. A run that trains
// is paused first, which saves it, and is offered again after the reload.

import { loadedRun, runStore } from '../training/runStore';
import { pause } from '../training/runActions';
import { keepLanguage } from './language';

export async function changeLanguage(tag: string): Promise<void> {
  if (loadedRun(runStore.getState())?.status === 'running') await pause();
  const address = new URL(location.href);
  address.searchParams.delete('lang');
  if (!keepLanguage(tag)) address.searchParams.set('lang', tag);
  if (address.href === location.href) location.reload();
  else location.assign(address);
}
