// Why the next run cannot start with the settings on screen, each reason with a button that mends
// it where one change does.

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { startProblems, type StartProblem } from '../../state/objective/startProblems';
import { loadedRun, runStore } from '../../state/training/runStore';
import { rewardStore } from '../../state/common/rewardStore';
import { datasetStore } from '../../state/data/datasetStore';
import { openScreen } from '../../state/session/sessionStore';
import { settingsStore } from '../../state/objective/settingsStore';
import { strings } from '../../strings';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.online;

/** Of the next run; none where one is loaded. */
export function useStartProblems(): readonly StartProblem[] {
  const settings = useStore(settingsStore, (state) => state.settings);
  const items = useStore(datasetStore, (state) => state.items);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const loaded = useStore(runStore, (state) => loadedRun(state) !== null);
  return useMemo(
    () => (loaded ? [] : startProblems(settings, items, rewards)),
    [settings, items, rewards, loaded],
  );
}

/** `away` from where settings are, with the way there. */
export function StartProblems({ away = false }: { readonly away?: boolean }) {
  const problems = useStartProblems();
  if (problems.length === 0) return null;
  return (
    <div className="message warn" role="status" data-testid={testIds.startProblems}>
      <strong>{text.problemsTitle}</strong>
      <ul>
        {problems.map(({ message, remedy, fix }) => (
          <li key={message}>
            {message} {fix === null ? remedy : ''}
            {fix === null ? null : (
              <Button
                size="compact-sm"
                variant="default"
                data-testid={testIds.startFix}
                onClick={fix.act}
              >
                {fix.label}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {away ? (
        <div className="row">
          <Button size="compact-sm" variant="default" onClick={() => openScreen('objective')}>
            {text.toObjective}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
