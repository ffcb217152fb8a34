// Space, S and ? for the training screen. They can be switched off (WCAG 2.1.4), and they never act
// while something that takes keys has the focus.

import { useEffect, useState } from 'react';
import { preferencesStore } from '../../state/session/preferences';
import { pause, play, step } from '../../state/training/runActions';
import { nextPlay, runStore } from '../../state/training/runStore';
import { sessionStore } from '../../state/session/sessionStore';

const TAKES_KEYS =
  'input, textarea, select, button, a, summary, [contenteditable], [role="slider"], ' +
  '[role="dialog"]';

export function useShortcuts(): [boolean, (open: boolean) => void] {
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        !preferencesStore.getState().shortcuts ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.repeat
      )
        return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null) return;
      if (event.key === '?') {
        setHelpOpen(true);
        return;
      }
      if (sessionStore.getState().screen !== 'training' || runStore.getState().busy !== null)
        return;
      const next = nextPlay(runStore.getState());
      if (event.key === ' ') {
        event.preventDefault();
        if (next !== null) void (next === 'pause' ? pause() : play());
      } else if (
        (event.key === 's' || event.key === 'S') &&
        (next === 'start' || next === 'resume')
      ) {
        void step();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return [helpOpen, setHelpOpen];
}
