// The kernels that devices were measured to run fastest, in a small database of its own: it is a
// cache, may be deleted at any time, and has no part in the studio's schema or its migrations. What
// cannot be read or written counts as not there: the device measures again.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface ChoicesSchema extends DBSchema {
  choices: { key: string; value: Readonly<Record<string, string>> };
}

function open(): Promise<IDBPDatabase<ChoicesSchema>> {
  return openDB<ChoicesSchema>('plumbline-kernels', 1, {
    upgrade: (database) => void database.createObjectStore('choices'),
  });
}

/** A ChoiceStore of executors/wgsl. */
export const kernelChoices = {
  async load(device: string): Promise<Readonly<Record<string, string>>> {
    try {
      const database = await open();
      const found = await database.get('choices', device);
      database.close();
      return found ?? {};
    } catch {
      return {};
    }
  },
  async save(device: string, choices: Readonly<Record<string, string>>): Promise<void> {
    try {
      const database = await open();
      await database.put('choices', choices, device);
      database.close();
    } catch {
      // Measured again next time.
    }
  },
};
