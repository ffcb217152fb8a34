// What every report looks at beside the reward that was trained for, by id.

export const OFF_TARGET_IDS: readonly string[] = [
  'prompt_alignment',
  'brightness',
  'colourfulness',
  'edge_density',
  'filled_area',
];
