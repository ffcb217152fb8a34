// Chooses the language, then mounts the page: most modules keep their words as they are loaded.

import { languageOfPage } from './state/session/language';
import { useLanguage } from './strings/language';
import './ui/styles/index.css';

const language = languageOfPage();
document.documentElement.lang = language;
void useLanguage(language)
  .then(() => import('./ui/mount'))
  .then(({ mount }) => mount());
