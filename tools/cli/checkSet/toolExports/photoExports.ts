// Sets as photo tools write them: XMP sidecars with stars.

import { strToU8 } from 'fflate';
import { images, ONE_TWO_THREE, PROMPTS, set, texts, type Sibling } from '../setFiles';

/** An XMP packet as photo tools write it. */
const xmp = (attributes: string, elements = ''): string =>
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
  `xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`;
const description = (text: string): string =>
  `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt>` +
  '</dc:description>';

export const PHOTO_EXPORTS: readonly Sibling[] = [
  set(
    'Lightroom: sidecars with stars',
    texts(
      (i) => `${i}.xmp`,
      (text, i) =>
        xmp(
          `xmp:Rating="${i + 1}" xmp:Label="Red" xmlns:crs="http://ns.adobe.com/camera-raw-` +
            `settings/1.0/" crs:Version="15.0"`,
          description(text),
        ),
    ),
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'digiKam: sidecars of full names, elements, a rejected one',
    texts(
      (i) => `${i}.png.xmp`,
      (text, i) =>
        xmp(
          'xmlns:digiKam="http://www.digikam.org/ns/1.0/"',
          `<xmp:Rating>${[5, -1, 2][i]}</xmp:Rating><digiKam:PickLabel>0</digiKam:PickLabel>` +
            description(text),
        ),
    ),
    [5, -1, 2],
    { prompts: PROMPTS },
  ),
  set(
    'Windows: stars as per cent alone',
    texts(
      (i) => `${i}.xmp`,
      (text, i) =>
        xmp(
          `xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" ` +
            `MicrosoftPhoto:Rating="${[1, 50, 99][i]}"`,
          description(text),
        ),
    ),
    [1, 3, 5],
    { prompts: PROMPTS },
  ),
  {
    name: 'darktable: one image not rated',
    files: {
      ...images(),
      ...texts(
        (i) => `${i}.png.xmp`,
        (_, i) => xmp(`xmp:Rating="${[4, 0, 2][i]}"`),
      ),
      ...texts(
        (i) => `${i}.txt`,
        (text) => text,
      ),
    },
    scores: [4, null, 2],
    prompts: PROMPTS,
  },
  {
    name: 'an iPhone’s HEIC and a video among the photos',
    files: {
      ...images('IMG_1.png', 'IMG_2.png'),
      'IMG_3.heic': strToU8('\0\0\0\x18ftypheic\0\0\0\0heicmif1'),
      'IMG_4.MOV': strToU8('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
    },
    scores: [null, null],
    rejected: 1,
    says: [/IMG_3\.heic.*HEIC/u, /IMG_4\.MOV/u],
  },
];
