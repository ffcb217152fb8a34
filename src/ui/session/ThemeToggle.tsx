// Light, dark or as the system says; one button that walks through the three and names the one in
// force.

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { strings } from '../../strings';
import { testIds } from '../testIds';

const ORDER = ['auto', 'light', 'dark'] as const;
const NAME = {
  auto: strings.header.themeSystem,
  light: strings.header.themeLight,
  dark: strings.header.themeDark,
};

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = ORDER[(ORDER.indexOf(colorScheme) + 1) % ORDER.length]!;
  const label = `${strings.header.theme}: ${NAME[colorScheme]}`;
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      data-testid={testIds.theme}
      onClick={() => setColorScheme(next)}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        {colorScheme === 'auto' ? (
          <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
        ) : null}
        {colorScheme === 'dark' ? <circle cx="8" cy="8" r="6.2" fill="currentColor" /> : null}
      </svg>
    </ActionIcon>
  );
}
