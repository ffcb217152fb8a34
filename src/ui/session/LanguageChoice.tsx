// The language of the page in the header; and an offer, once, to those whose browser prefers
// another of its languages.

import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { changeLanguage } from '../../state/session/changeLanguage';
import { keepLanguage, keptLanguage } from '../../state/session/language';
import { strings } from '../../strings';
import { LANGUAGES, language } from '../../strings/language';
import { testIds } from '../testIds';

export function LanguageChoice() {
  return (
    <NativeSelect
      size="xs"
      className="language"
      aria-label={strings.header.language}
      title={LANGUAGES[language]!.name}
      value={language}
      data={Object.keys(LANGUAGES).map((tag) => ({ value: tag, label: tag.toUpperCase() }))}
      onChange={(event) => void changeLanguage(event.currentTarget.value)}
      data-testid={testIds.language}
    />
  );
}

/** The language that the browser prefers, where the page shows another and none was chosen. */
function preferred(): string | null {
  if (keptLanguage() !== null || location.search.includes('lang=')) return null;
  const tag = navigator.language.split('-')[0]!;
  return tag !== language && tag in LANGUAGES ? tag : null;
}

export function LanguageOffer() {
  const [tag, setTag] = useState(preferred);
  if (tag === null) return null;
  const { offer, accept, decline } = LANGUAGES[tag]!;
  return (
    <div className="language-offer" lang={tag} data-testid={testIds.languageOffer}>
      <span>{offer}</span>
      <Button size="compact-sm" onClick={() => void changeLanguage(tag)}>
        {accept}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          keepLanguage(language);
          setTag(null);
        }}
      >
        {decline}
      </Button>
    </div>
  );
}
