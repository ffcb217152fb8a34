// Mantine's theme bent to the instrument: the accent as primary colour, square-ish corners, no
// shadows, system fonts. The colours themselves are CSS variables in styles/tokens.css, so that
// both schemes share one list.

import type { MantineColorsTuple } from '@mantine/core';
import { createTheme } from '@mantine/core';

const plumb: MantineColorsTuple = [
  '#eef0fc',
  '#dcdff6',
  '#b6bdf0',
  '#8f9aea',
  '#6d7ae2',
  '#5363da',
  '#3547c8',
  '#2d3cae',
  '#24318f',
  '#1b2570',
];

export const theme = createTheme({
  primaryColor: 'plumb',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { plumb },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});
