// Exports as tools write them (Hugging Face, kohya, A1111, labelling tools, photo tools, tables of
// office programs, crawlers) and what a person reasonably gets of each.

import type { Sibling } from './setFiles';
import { CRAWLER_EXPORTS } from './toolExports/crawlerExports';
import { GENERATOR_EXPORTS } from './toolExports/generatorExports';
import { LABEL_EXPORTS } from './toolExports/labelExports';
import { PHOTO_EXPORTS } from './toolExports/photoExports';
import { TABLE_EXPORTS } from './toolExports/tableExports';
import { ZIP_EXPORTS } from './toolExports/zipExports';

export const TOOL_EXPORTS: readonly Sibling[] = [
  ...GENERATOR_EXPORTS,
  ...CRAWLER_EXPORTS,
  ...LABEL_EXPORTS,
  ...PHOTO_EXPORTS,
  ...TABLE_EXPORTS,
  ...ZIP_EXPORTS,
];
