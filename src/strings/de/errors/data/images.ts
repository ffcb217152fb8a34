// German of en/errors/data/images.ts.

import type { Words } from '../../../en/words';
import type { images as english } from '../../../en/errors/data/images';

export const images: Words<typeof english> = {
  empty: 'die Datei ist leer',
  notRead: 'kein Bild, das hier gelesen wird (gelesen werden PNG, JPEG, WebP, AVIF und GIF)',
  notReadAlike: (kind) => `ist ${kind}, was Browser nicht einheitlich lesen: Speichere es als PNG`,
  notImage: (kind) => `ist ${kind}, kein Bild`,
  cutOff: 'abgeschnitten: Das Ende der Datei fehlt',
  badChunk: (type) => `beschädigt: Die Prüfsumme des Abschnitts ${type} stimmt nicht`,
  noHeader: 'beschädigt: ohne Kopf',
  noSize: 'beschädigt: ohne Größe',
  noImage: 'beschädigt: ohne Bild',
  emptySize: (width, height) => `ein Bild von ${width}×${height} Pixeln`,
  tooLarge: (width, height, megapixels, edge) =>
    `ein Bild von ${width}×${height} Pixeln; möglich sind höchstens ${megapixels} Megapixel und ` +
    `Kanten von ${edge}`,
  notDecoded: (reason) => `nicht dekodierbar: ${reason}`,
  place: (label, tool) => `${label} (${tool})`,
  pngText: 'PNG-Text',
  exif: 'EXIF',
  xmpDescription: 'der XMP-Beschreibung',
  xmpRating: 'der XMP-Bewertung',
  exifRating: 'der EXIF-Bewertung',
};
