// Commands about base models of a person's own.

import type { ModelCommands } from '../../bridge/modelProtocol';
import { StudioError } from '../../errors';
import { storageUse } from '../../storage/storageUse';
import type { CommandHandlers } from '../services/command';
import { addLora, findLora, inspectLora } from '../services/openedLoras';
import { runSummary } from '../services/runSummary';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

export function modelCommands(
  studio: Pick<
    Studio,
    'db' | 'device' | 'ownModels' | 'models' | 'model' | 'openModel' | 'runs' | 'closePipeline'
  >,
): Pick<CommandHandlers, keyof ModelCommands> {
  return {
    async inspectModel({ modelId, ...given }, { progress }) {
      progress('modelCheck', 0, 0);
      const file = await findLora(given);
      return file
        ? { lora: await inspectLora(studio, file, modelId) }
        : { model: (await studio.ownModels.inspect(given)).report };
    },

    async addLora({ modelId, name, ...given }, { progress }) {
      progress('modelCheck', 0, 0);
      const run = await addLora(studio, given, name, modelId);
      return { run: await runSummary(studio.db, run), storage: await storageUse() };
    },

    async addModel(given, { signal, progress }) {
      progress('modelCheck', 0, 0);
      const id = await studio.ownModels.add(given, signal, (done, total) =>
        progress('modelCopy', Math.round(done / 1e6), Math.round(total / 1e6)),
      );
      return { id, models: studio.models(), storage: await storageUse() };
    },

    async renameModel({ id, name }) {
      await studio.ownModels.rename(id, name);
      return { models: studio.models() };
    },

    async deleteModel({ id }) {
      if (studio.runs.usesModel(id))
        throw new StudioError('BadSettings', ...workerErrors.modelInUse());
      await studio.closePipeline(id);
      await studio.ownModels.delete(id);
      return { models: studio.models(), storage: await storageUse() };
    },

    async modelHandle({ id }) {
      return { handle: studio.ownModels.handle(id) };
    },

    async listModels() {
      await studio.ownModels.refresh();
      return { models: studio.models() };
    },
  };
}
