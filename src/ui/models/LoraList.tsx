// The LoRA files that were opened, and what can be done with them.

import { Button } from '@mantine/core';
import { beginComparison } from '../../state/compare/comparisonStore';
import { chooseTab } from '../../state/evaluate/evaluationStore';
import { deleteRun, duplicateRun } from '../../state/history/historyActions';
import { openScreen, sessionStore } from '../../state/session/sessionStore';
import { runStore } from '../../state/training/runStore';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { useStore } from '../common/useStore';
import { names, settingsWords } from '../history/runWords';
import { testIds } from '../testIds';

const text = strings.models.lora;

function compare(run: RunSummary): void {
  const model = sessionStore.getState().models.find(({ id }) => id === run.modelId);
  beginComparison(run, model?.previewPrompts ?? []);
  chooseTab('compare');
  openScreen('compare');
}

export function LoraList() {
  const loras = useStore(runStore, ({ runs }) => runs).filter(({ opened }) => opened);
  if (loras.length === 0) return null;
  return (
    <ul className="list" aria-label={text.list}>
      {loras.map((run) => (
        <li key={run.id} data-testid={testIds.loraRow}>
          <div className="list-main">
            <span className="list-title">{run.name}</span>
            <span className="small muted">
              {settingsWords(run)}, {text.of(names.model(run.modelId))}
            </span>
            <span className="row tight">
              <Button
                size="compact-xs"
                variant="default"
                data-testid={testIds.loraStart}
                aria-label={`${text.start}: ${run.name}`}
                onClick={() => void duplicateRun(run)}
              >
                {text.start}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                data-part="compare"
                data-testid={testIds.loraCompare}
                aria-label={`${text.compare}: ${run.name}`}
                onClick={() => compare(run)}
              >
                {text.compare}
              </Button>
              <ConfirmDelete
                question={text.deleteQuestion(run.name)}
                onDelete={() => void deleteRun(run.id)}
                testId={testIds.loraDelete}
              />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
