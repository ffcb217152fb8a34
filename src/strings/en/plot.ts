// Words of the curves at full size.

export const plot = {
  tools: (title: string) => `How “${title}” is shown`,
  time: 'Over time',
  logX: 'Log x',
  logY: 'Log y',
  clip: 'Cut outliers',
  table: 'Table',
  csv: 'CSV',
  png: 'PNG',
  newest: 'newest',
  zoom: 'Drag over the curves to zoom in, double-click to see all of them again.',
  enlargeShort: 'Enlarge',
  enlarge: (title: string) => `Enlarge: ${title}`,
};
