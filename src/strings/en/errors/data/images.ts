// Why an image cannot be used, and what it says of itself.

export const images = {
  empty: 'the file is empty',
  notRead: 'not an image that is read here (PNG, JPEG, WebP, AVIF and GIF are read)',
  notReadAlike: (kind: string) => `is ${kind}, which browsers do not read alike: save it as PNG`,
  notImage: (kind: string) => `is ${kind}, not an image`,
  cutOff: 'cut off: the end of the file is missing',
  badChunk: (type: string) => `damaged: the checksum of its chunk ${type} does not match`,
  noHeader: 'damaged: it has no header',
  noSize: 'damaged: it has no size',
  noImage: 'damaged: it has no image',
  emptySize: (width: number, height: number) => `an image of ${width}×${height} pixels`,
  tooLarge: (width: number, height: number, megapixels: number, edge: number) =>
    `an image of ${width}×${height} pixels; ${megapixels} megapixels and edges of ${edge} are ` +
    'the most',
  notDecoded: (reason: string) => `cannot be decoded: ${reason}`,
  /** Where a prompt or a score stood in an image. */
  place: (label: string, tool: string) => `${label} (${tool})`,
  pngText: 'PNG text',
  exif: 'EXIF',
  xmpDescription: 'XMP description',
  xmpRating: 'XMP rating',
  exifRating: 'EXIF rating',
};
