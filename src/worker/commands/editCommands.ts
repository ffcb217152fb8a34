// Corrections of a stored set: its name, and single images.

import type { EditCommands } from '../../bridge/editProtocol';
import { parseRatingSource } from '../../data/scores/scoreSource';
import { StudioError } from '../../errors';
import type { DatasetRecord } from '../../storage/database';
import { getDataset, updateDataset } from '../../storage/datasets';
import { editImage } from '../../storage/imageEdits';
import { listRemoved } from '../../storage/images';
import { strings } from '../../strings';
import type { CommandHandlers } from '../services/command';
import { openedSet } from '../services/setZip';
import type { Studio } from '../services/studio';

const text = strings.edit.errors;

export function editCommands(
  studio: Pick<Studio, 'db'>,
): Pick<CommandHandlers, keyof EditCommands> {
  const known = async (datasetId: string): Promise<DatasetRecord> => {
    const dataset = await getDataset(studio.db, datasetId);
    if (!dataset) throw new StudioError('BadScoreFile', ...text.setGone);
    return dataset;
  };
  return {
    async renameSet({ datasetId, name }) {
      if (!/[\p{L}\p{N}]/u.test(name)) throw new StudioError('BadSettings', ...text.noName(name));
      await known(datasetId);
      const dataset = await updateDataset(studio.db, datasetId, { name: name.trim() });
      return { dataset: dataset! };
    },

    async editImage({ datasetId, imageId, edit }) {
      const { scoreSource } = await known(datasetId);
      if (edit.score !== undefined && parseRatingSource(scoreSource) !== null)
        throw new StudioError('BadScoreFile', ...text.rated);
      if (typeof edit.score === 'number' && !Number.isFinite(edit.score))
        throw new StudioError('BadScoreFile', ...text.noNumber(String(edit.score)));
      const before = await editImage(studio.db, imageId, edit, scoreSource);
      if (before === null) throw new StudioError('BadScoreFile', ...text.imageGone);
      return { before, set: await openedSet(studio.db, await known(datasetId)) };
    },

    async restoreImages({ datasetId }) {
      const { scoreSource } = await known(datasetId);
      for (const { id } of await listRemoved(studio.db, datasetId))
        await editImage(studio.db, id, { removed: false }, scoreSource);
      return { set: await openedSet(studio.db, await known(datasetId)) };
    },
  };
}
