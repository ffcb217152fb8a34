// What training would take of the memory.

import type { MemoryCommands } from '../../bridge/memoryProtocol';
import { paradigmOf } from '../../paradigms/list';
import { parseRunSettings } from '../../settings/runSettings';
import type { CommandHandlers } from '../services/command';
import { memoryOf } from '../services/memoryOf';
import type { Studio } from '../services/studio';

export function memoryCommands(
  studio: Pick<Studio, 'openModel' | 'device'>,
): Pick<CommandHandlers, keyof MemoryCommands> {
  return {
    async planMemory({ modelId, settings: given }) {
      const settings = parseRunSettings(given);
      const { model } = await studio.openModel(modelId);
      const { resolution } = settings.training;
      const sized = resolution ? paradigmOf(model).atSize(model, resolution) : model;
      return memoryOf(studio.device, sized, settings);
    },
  };
}
