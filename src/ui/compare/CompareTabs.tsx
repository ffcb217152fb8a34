// The ways to look at what training did, as tabs: arrow keys move between them, only the open
// one is in the tab order.

import { useRef } from 'react';
import { strings } from '../../strings';
import {
  AFTER_TABS,
  chooseTab,
  evaluationStore,
  type AfterTab,
} from '../../state/evaluate/evaluationStore';
import { useStore } from '../common/useStore';
import { tabId } from '../testIds';

const text = strings.evaluate;

export const tabPanelId = (tab: AfterTab): string => `panel-${tab}`;

export function CompareTabs() {
  const open = useStore(evaluationStore, (state) => state.tab);
  const list = useRef<HTMLDivElement>(null);
  const move = (to: number): void => {
    const tab = AFTER_TABS[(to + AFTER_TABS.length) % AFTER_TABS.length]!;
    chooseTab(tab);
    list.current?.querySelector<HTMLElement>(`[data-testid=${tabId(tab)}]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={text.tabs} ref={list}>
      {AFTER_TABS.map((tab, index) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={tabId(tab)}
          data-testid={tabId(tab)}
          aria-selected={tab === open}
          aria-controls={tabPanelId(tab)}
          tabIndex={tab === open ? 0 : -1}
          onClick={() => chooseTab(tab)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(index + 1);
            else if (event.key === 'ArrowLeft') move(index - 1);
            else if (event.key === 'Home') move(0);
            else if (event.key === 'End') move(AFTER_TABS.length - 1);
            else return;
            event.preventDefault();
          }}
        >
          {text.tabNames[tab]}
        </button>
      ))}
    </div>
  );
}
