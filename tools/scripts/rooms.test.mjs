// The room rules find what they are for: a climb, a room that is not on the map, a cycle of types.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { importCycles, importGraph, ROOMS, roomViolations } from './rooms.mjs';

const folders = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** Import graph of files given by path and text. */
function graphOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-rooms-'));
  folders.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return importGraph(root, Object.keys(files));
}

describe('rooms', () => {
  it('name earlier rooms only, so that no circle of rooms is allowed', () => {
    const seen = new Set();
    for (const [room, may] of ROOMS) {
      for (const one of may) expect(seen, `${room} may import ${one}`).toContain(one);
      seen.add(room);
    }
  });
  it('let a room import what the map says and nothing else, in tests anything', () => {
    const graph = graphOf({
      'src/graph/graph.ts': "import type { Page } from '../ui/page';\nexport const a = 1 as Page;",
      'src/graph/graph.test.ts': "import { page } from '../ui/page';",
      'src/ui/page.tsx': "export type Page = number;\nexport { s } from '../state/s';",
      'src/state/s.ts': 'export const s = 1;',
      'src/cellar/wine.ts': "import { s } from '../state/s';",
      'src/bridge/b.ts': "export type T = import('../../tools/t').T;",
      'tools/t.ts': 'export type T = 1;',
    });
    expect(roomViolations(graph)).toEqual([
      'src/graph/graph.ts imports src/ui/page.tsx: graph may not import ui',
      'src/cellar/wine.ts: src/cellar is not on the map',
      'src/bridge/b.ts imports tools/t.ts, outside src/',
    ]);
  });
});

describe('cycles', () => {
  it('are found through type imports and re-exports, and none where there is none', () => {
    const files = {
      'src/a.ts': "import type { B } from './b';\nexport type A = B;",
      'src/b.ts': "export * from './c';\nexport type B = 1;",
      'src/c.ts': "import { type A } from './a';\nexport type C = A;",
      'src/d.ts': "import './a';",
    };
    expect(importCycles(graphOf(files))).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts']]);
    expect(importCycles(graphOf({ ...files, 'src/c.ts': 'export type C = 1;' }))).toEqual([]);
  });
  it('an import of a file that is not there is an error', () => {
    expect(() => graphOf({ 'src/a.ts': "import './gone';" })).toThrow('which is not there');
  });
});
