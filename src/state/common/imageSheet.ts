// Images on one sheet with named rows and columns, drawn on a canvas, as a PNG file.

const CELL = 128;
const GAP = 8;
const LEFT = 200;
const HEAD = 56;
const FONT = '13px system-ui, sans-serif';

/** Lines of a text that fit `width`; the last ends in … where there is more. */
function wrap(
  context: OffscreenCanvasRenderingContext2D,
  words: string,
  width: number,
  most: number,
): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && context.measureText(`${last} ${word}`).width <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]}…`];
}

/**
 * A sheet of images [row][column] given as URLs; undefined leaves an empty frame. Small images
 * are enlarged without
 *  smoothing, so that every pixel is theirs. Errors: throws when an image cannot be read.
 */
export async function drawSheet(
  columns: readonly string[],
  rows: readonly string[],
  images: readonly (readonly (string | undefined)[])[],
): Promise<Blob> {
  const canvas = new OffscreenCanvas(
    LEFT + columns.length * (CELL + GAP),
    HEAD + rows.length * (CELL + GAP),
  );
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no canvas to draw the sheet on.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = FONT;
  context.fillStyle = '#161b20';
  columns.forEach((name, column) =>
    wrap(context, name, CELL, 3).forEach((line, i) =>
      context.fillText(line, LEFT + column * (CELL + GAP), 16 + i * 16),
    ),
  );
  for (const [row, name] of rows.entries()) {
    const top = HEAD + row * (CELL + GAP);
    wrap(context, name, LEFT - 2 * GAP, 5).forEach((line, i) =>
      context.fillText(line, GAP, top + 18 + i * 18),
    );
    for (const [column, url] of images[row]!.entries()) {
      const left = LEFT + column * (CELL + GAP);
      context.strokeStyle = '#dfdfd8';
      context.strokeRect(left + 0.5, top + 0.5, CELL - 1, CELL - 1);
      if (url === undefined) continue;
      const image = new Image();
      image.src = url;
      await image.decode();
      context.imageSmoothingEnabled = image.naturalWidth > CELL;
      context.drawImage(image, left, top, CELL, CELL);
    }
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
