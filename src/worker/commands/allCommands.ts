// Every command with its handler, but for the first ones (studioWorker.ts).

import { evaluationScoring } from '../services/evaluationScoring';
import type { CommandHandlers, FirstCommand } from '../services/command';
import type { Studio } from '../services/studio';
import { datasetCommands } from './datasetCommands';
import { editCommands } from './editCommands';
import { evaluationCommands } from './evaluationCommands';
import { generateCommands } from './generateCommands';
import { gpuCommands } from './gpuCommands';
import { historyCommands } from './historyCommands';
import { memoryCommands } from './memoryCommands';
import { modelCommands } from './modelCommands';
import { onlineCommands } from './onlineCommands';
import { ratingCommands } from './ratingCommands';
import { runCommands } from './runCommands';
import { scorerCommands } from './scorerCommands';
import { shareCommands } from './shareCommands';
import { storageCommands } from './storageCommands';

export function allCommands(studio: Studio): Omit<CommandHandlers, FirstCommand> {
  return {
    ...datasetCommands(studio),
    ...editCommands(studio),
    ...runCommands(studio),
    ...historyCommands(studio),
    ...shareCommands(studio),
    ...onlineCommands(studio),
    ...memoryCommands(studio),
    ...gpuCommands(studio),
    ...modelCommands(studio),
    ...ratingCommands(studio),
    ...scorerCommands(studio),
    ...generateCommands(studio),
    ...storageCommands(studio),
    ...evaluationCommands(studio, evaluationScoring(studio)),
  };
}
