// Space, S, P and ? for the training screen. They can be switched off (WCAG 2.1.4), and they never
// act while something is typed. A button that has the focus keeps the space bar; letters go past
// it.

import { useEffect, useState } from 'react';
import { preferencesStore } from '../../state/session/preferences';
import { pause, play, step } from '../../state/training/runActions';
import { nextPlay, runStore } from '../../state/training/runStore';
import { sessionStore } from '../../state/session/sessionStore';

/** Where keys are typed, or belong to a dialog that lies over the page. */
const TAKES_TEXT =
  'input:not([type=range], [type=checkbox], [type=radio]), textarea, select, ' +
  '[contenteditable], [role="dialog"]';
/** What the space bar presses or moves by itself. */
const TAKES_SPACE = 'button, a, summary, input, [role="slider"], [role="tab"]';

/** True where a letter is typed into something. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TAKES_TEXT) !== null;

const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TAKES_SPACE) !== null;

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
      if (takesText(event.target)) return;
      if (event.key === '?') {
        setHelpOpen(true);
        return;
      }
      if (sessionStore.getState().screen !== 'training' || runStore.getState().busy !== null)
        return;
      const next = nextPlay(runStore.getState());
      if (event.key === 'p' || event.key === 'P' || event.key === 'Escape') {
        const { presenting } = sessionStore.getState();
        sessionStore.setState({ presenting: event.key !== 'Escape' && !presenting });
      } else if (event.key === ' ') {
        if (takesSpace(event.target)) return;
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
