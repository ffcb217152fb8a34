// Name, base model, what runs here, storage, colour scheme and help.

import { ActionIcon, NativeSelect } from '@mantine/core';
import { paradigmFacts } from '../../paradigms/facts';
import { strings } from '../../strings';
import { bytes } from '../../strings/format';
import { adoptModelDefaults } from '../../state/objective/settingsStore';
import {
  chooseModel,
  currentModel,
  openScreen,
  sessionStore,
} from '../../state/session/sessionStore';
import { loadedRun, runStore } from '../../state/training/runStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { CapabilityBadge } from './CapabilityBadge';
import { LanguageChoice } from './LanguageChoice';
import { PlumbBob } from './PlumbBob';
import { StorageMeter } from './StorageMeter';
import { ThemeToggle } from './ThemeToggle';

export function Header({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <header className="app-header">
      <button
        type="button"
        className="brand"
        onClick={() => openScreen('home')}
        data-testid={testIds.brand}
      >
        <PlumbBob size={15} />
        <span className="brand-name">{strings.appName}</span>
      </button>
      <ModelChoice />
      <button
        type="button"
        className="header-link"
        onClick={() => openScreen('runs')}
        data-part="runs"
        data-testid={testIds.openRuns}
      >
        {strings.runs.open}
      </button>
      <button
        type="button"
        className="header-link"
        onClick={() => openScreen('race')}
        data-part="race"
        data-testid={testIds.openRace}
      >
        {strings.race.open}
      </button>
      <button
        type="button"
        className="header-link"
        onClick={() => openScreen('bench2d')}
        data-part="bench"
        data-testid={testIds.openBench}
      >
        {strings.bench2d.open}
      </button>
      <span className="grow" />
      <span className="privacy" data-part="privacy">
        {strings.header.privacy}
      </span>
      <StorageMeter />
      <CapabilityBadge />
      <span className="row tight">
        <LanguageChoice />
        <ThemeToggle />
        <ActionIcon
          variant="default"
          size="lg"
          onClick={onHelp}
          aria-label={strings.header.help}
          data-testid={testIds.help}
        >
          {strings.shortcuts.question}
        </ActionIcon>
      </span>
    </header>
  );
}

function ModelChoice() {
  const models = useStore(sessionStore, (state) => state.models);
  const model = useStore(sessionStore, currentModel);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  if (model === null) return null;
  const { words } = paradigmFacts(model.paradigm);
  const facts = strings.header.modelFacts(
    bytes(model.bytes),
    model.imageSize,
    words.label,
    words.predicts(model.predictionType),
  );
  if (models.length === 1)
    return (
      <span className="model muted" title={model.description}>
        {model.name}
        <span className="visually-hidden">, {facts}</span>
      </span>
    );
  return (
    <NativeSelect
      size="xs"
      className="model"
      data-testid={testIds.baseModel}
      aria-label={strings.header.model}
      title={locked ? strings.header.modelLocked : `${model.description} ${facts}`}
      value={model.id}
      disabled={locked}
      data={models.map((entry) => ({ value: entry.id, label: entry.name }))}
      onChange={(event) => {
        const chosen = models.find((entry) => entry.id === event.currentTarget.value);
        if (chosen === undefined) return;
        chooseModel(chosen.id);
        adoptModelDefaults(chosen);
      }}
    />
  );
}
