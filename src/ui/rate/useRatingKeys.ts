// The rating screen's keys: digits, L and D, Enter, S, U and the arrows. They act unless something
// that takes text has the focus, and can be switched off with the other shortcuts (WCAG 2.1.4). A
// slider in focus keeps its own arrow keys.

import { useEffect, useRef } from 'react';
import { preferencesStore } from '../../state/session/preferences';

const TAKES_TEXT =
  'input:not([type="range"]):not([type="radio"]), textarea, select, [contenteditable], ' +
  '[role="dialog"]';
const TAKES_ARROWS = 'input, [role="slider"]';

/** `act` gets the key (letters in lower case) and says whether it used it. */
export function useRatingKeys(act: (key: string, shift: boolean) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        !preferencesStore.getState().shortcuts ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented
      )
        return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TAKES_TEXT)) return;
      if (event.key.startsWith('Arrow') && target?.closest(TAKES_ARROWS)) return;
      if (event.key === 'Enter' && target?.closest('button, a')) return;
      if (event.repeat && !event.key.startsWith('Arrow')) return;
      if (
        latest.current(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.shiftKey)
      )
        event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
