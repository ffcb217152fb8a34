// Test support: the browser's private file system in memory, as far as storage/ownModels.ts uses
// it, since Node has none.

const gone = (name: string): never => {
  throw new DOMException(`${name} was not found.`, 'NotFoundError');
};

class File_ {
  readonly kind = 'file';
  bytes = new Uint8Array(0);

  constructor(readonly name: string) {}

  async getFile(): Promise<File> {
    return new File([this.bytes], this.name);
  }

  async createSyncAccessHandle() {
    return {
      truncate: (size: number) => {
        this.bytes = this.bytes.slice(0, size);
      },
      write: (bytes: Uint8Array, { at }: { at: number }): number => {
        const longer = new Uint8Array(Math.max(this.bytes.length, at + bytes.length));
        longer.set(this.bytes);
        longer.set(bytes, at);
        this.bytes = longer;
        return bytes.length;
      },
      flush: () => undefined,
      close: () => undefined,
    };
  }
}

/** A folder; its own folders and files lie in `entries`. */
export class MemoryFolder {
  readonly kind = 'directory';
  readonly entries = new Map<string, MemoryFolder | File_>();

  constructor(readonly name = '') {}

  private async entry<Kind extends MemoryFolder | File_>(
    name: string,
    kind: new (name: string) => Kind,
    create: boolean,
  ): Promise<Kind> {
    if (create && !this.entries.has(name)) this.entries.set(name, new kind(name));
    const found = this.entries.get(name);
    return found instanceof kind ? found : gone(name);
  }

  getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    return this.entry(name, MemoryFolder, create);
  }

  getFileHandle(name: string, { create = false } = {}): Promise<File_> {
    return this.entry(name, File_, create);
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) gone(name);
  }
}

/** A `navigator` whose storage has this folder as its root. */
export const navigatorWith = (root: MemoryFolder) => ({
  storage: { getDirectory: async () => root },
});
